package io.stageline.standalone;

import io.stageline.projection.AsOwner;
import io.stageline.projection.LostTables;
import io.stageline.projection.Progressing;
import io.stageline.projection.Projection;
import io.stageline.projection.Switching.NotNow;
import io.stageline.projection.bulk.Rebuild.Wish;
import io.stageline.projection.bulk.ReplayLock;
import io.stageline.projection.bulk.ReplayLock.Held;
import io.stageline.projection.parked.TooManyFailed;
import io.stageline.projection.verify.Verification.Extent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What readers are shown when a server starts: what they were shown before; empty tables over an empty log; else, as after
 * an update or a restore, a generation that is built from the log and proven before anybody is let in.
 */
final class FirstShown {
    private static final Logger log = LoggerFactory.getLogger(FirstShown.class);
    private static final String NOTHING_HAPPENED = "SELECT coalesce(sum(position), 0) = 0 FROM stageline.log_head";
    private static final String HOLDER = "start of a server, pid ";
    private static final long BETWEEN_LOOKS_MILLIS = 200;
    private static final int STREAMS = 1_000;
    private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(20);

    private final ReplayParts parts;
    private final Set<Role> roles;

    FirstShown(ReplayParts parts, Set<Role> roles) {
        this.parts = parts;
        this.roles = roles;
    }

    /** Afterwards every read model of this version is shown, unless that is left to a process that projects. */
    void complete() throws SQLException, InterruptedException {
        for (var lost : LostTables.forget(parts.administrator()))
            log.info("the tables of {} are gone: it is not shown any more", lost.schema());
        for (var projection : parts.projections()) complete(projection);
    }

    private void complete(Projection projection) throws SQLException, InterruptedException {
        if (isShown(projection)) return;
        if (ask(FirstShown::nothingHappened)) parts.generations().create();
        else if (roles.contains(Role.project)) build(projection);
    }

    private boolean isShown(Projection projection) throws SQLException {
        return ask(owner -> parts.catalog().live(owner, projection.name(), projection.shape(), null))
                .isPresent();
    }

    /** Of several processes that start together one builds, and the others wait for it. */
    private void build(Projection projection) throws SQLException, InterruptedException {
        while (!isShown(projection)) {
            try (var lock = ReplayLock.take(
                    parts.administrator(),
                    projection.name(),
                    HOLDER + ProcessHandle.current().pid())) {
                if (!isShown(projection)) buildAlone(projection);
            } catch (Held byAnother) {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
            }
        }
    }

    private void buildAlone(Projection projection) throws SQLException, InterruptedException {
        log.info("{} is built from the log before the server listens", projection.name());
        try {
            var wish = new Wish(0, false, ReplayParts.mostRows(), CHECKPOINT_EVERY);
            var built = parts.rebuild().run(List.of(projection), null, wish, new Progress(projection.name()));
            var passage = parts.gate()
                    .pass(
                            projection,
                            built.generations().get(0),
                            new Extent(false, STREAMS),
                            new Progress(projection.name()));
            var now = parts.switching().promote(passage.generation(), "start").now();
            log.info(
                    "{} is built and shown: {} events in {} ms",
                    now.schema(),
                    built.events(),
                    built.took().toMillis());
        } catch (TooManyFailed | NotNow refused) {
            fold(projection, refused);
        }
    }

    /** What cannot be built at once is shown as it grows: its processors put aside what they cannot fold. */
    private void fold(Projection projection, RuntimeException because) throws SQLException {
        log.error(
                "{} cannot be built at once and is folded while the server runs: {}",
                projection.name(),
                because.getMessage());
        var begun = ask(owner -> parts.catalog().candidate(owner, projection.name(), projection.shape(), null));
        if (begun.isPresent()) parts.generations().drop(begun.get(), "start");
        parts.generations().create();
    }

    private <T> T ask(AsOwner.Work<T> work) throws SQLException {
        return AsOwner.transaction(parts.administrator(), work);
    }

    private static boolean nothingHappened(Connection owner) throws SQLException {
        try (var select = owner.prepareStatement(NOTHING_HAPPENED);
                var row = select.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** A line of the log every few seconds. */
    private static final class Progress implements Progressing {
        private static final long BETWEEN_LINES = TimeUnit.SECONDS.toNanos(5);

        private final String projection;
        private String phase = "";
        private long expected;
        private long lastLine = System.nanoTime();

        Progress(String projection) {
            this.projection = projection;
        }

        @Override
        public void phase(String name, long events) {
            phase = name;
            expected = events;
        }

        @Override
        public void seen(long events) {
            if (System.nanoTime() - lastLine < BETWEEN_LINES) return;
            lastLine = System.nanoTime();
            log.info("{}: {}, {} of {} events", projection, phase, events, expected);
        }

        @Override
        public boolean stop() {
            return false;
        }
    }
}
