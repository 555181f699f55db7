package io.stageline.projection.verify;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.StreamKey;
import io.stageline.projection.Catalog;
import io.stageline.projection.Difference;
import io.stageline.projection.Generation;
import io.stageline.projection.Projection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what readers see with the log, some streams at a time, round after round: what moved last comes first. Of
 * several processes one does it. What it finds is counted and told, and repaired only if that was asked for.
 */
public final class Reconciler {
    private static final Logger logger = LoggerFactory.getLogger(Reconciler.class);
    private static final int STREAMS_A_CYCLE = 20_000;
    private static final int MOVED_A_CYCLE = 2_000;
    private static final int AT_ONCE = 500;
    private static final int TOLD_AT_ONCE = 100;
    private static final String ACTOR = "reconciliation";

    private static final String TAKE_TURN =
            "SELECT pg_try_advisory_lock(hashtext('stageline.reconcile'), hashtext('%s'))";
    private static final String END_TURN = "SELECT pg_advisory_unlock(hashtext('stageline.reconcile'), hashtext('%s'))";

    private final DataSource projecting;
    private final EventTypes types;
    private final Catalog catalog;
    private final Clock clock;
    private final MeterRegistry meters;
    private final @Nullable Repair repair;
    private final LongConsumer pause;
    private final Map<String, Sweep> sweeps = new HashMap<>();
    private final Map<String, Round> rounds = new HashMap<>();

    /** With a repair, what a cycle finds is repaired in it. */
    public Reconciler(
            DataSource projecting,
            EventTypes types,
            Catalog catalog,
            Clock clock,
            MeterRegistry meters,
            @Nullable Repair repair) {
        this(projecting, types, catalog, clock, meters, repair, LockSupport::parkNanos);
    }

    Reconciler(
            DataSource projecting,
            EventTypes types,
            Catalog catalog,
            Clock clock,
            MeterRegistry meters,
            @Nullable Repair repair,
            LongConsumer pause) {
        this.projecting = projecting;
        this.types = types;
        this.catalog = catalog;
        this.clock = clock;
        this.meters = meters;
        this.repair = repair;
        this.pause = pause;
    }

    private record Round(Instant since, AtomicLong seconds) {}

    /** What a cycle looked at and found; nothing of either if another process is at it. */
    public record Cycle(long streams, List<Difference> found, int repaired) {}

    /** Looks at the next streams of what is live of a projection. */
    public Cycle cycle(Projection projection) throws SQLException {
        var found = new ArrayList<Difference>();
        var streams = 0L;
        var repaired = 0;
        try (var session = new ProofSession(projecting)) {
            if (!ask(session.connection(), TAKE_TURN.formatted(projection.name()))) return new Cycle(0, found, 0);
            try {
                for (var generation : live(session.connection(), projection)) {
                    var before = found.size();
                    streams += look(session, projection, generation, found);
                    var mine = List.copyOf(found.subList(before, found.size()));
                    if (repair != null && !mine.isEmpty()) repaired += repair.run(projection, generation, mine, ACTOR);
                }
            } finally {
                session.connection().rollback();
                ask(session.connection(), END_TURN.formatted(projection.name()));
            }
        }
        return new Cycle(streams, found, repaired);
    }

    private List<Generation> live(Connection connection, Projection projection) throws SQLException {
        return catalog.all(connection).stream()
                .filter(one -> one.state() == Generation.State.LIVE)
                .filter(one -> one.projection().equals(projection.name()) && one.shape() == projection.shape())
                .toList();
    }

    private long look(ProofSession session, Projection projection, Generation generation, List<Difference> found)
            throws SQLException {
        var scratch = new Scratch(session.connection(), projection);
        session.connection().commit();
        var looked = 0L;
        var complete = true;
        for (var log : catalog.positions(session.connection(), generation).entrySet()) {
            var sweep = sweeps.computeIfAbsent(
                    generation.token(log.getKey()), token -> new Sweep(log.getKey(), log.getValue()));
            var next = sweep.next(
                    session.connection(), log.getValue(), MOVED_A_CYCLE, STREAMS_A_CYCLE - MOVED_A_CYCLE);
            for (var some : chunks(next.streams())) {
                var began = System.nanoTime();
                found.addAll(compare(session, scratch, projection, generation, log.getKey(), some));
                looked += some.size();
                pause.accept(System.nanoTime() - began);
            }
            complete &= next.roundIsComplete();
        }
        ProofSession.run(session.connection(), List.of("DISCARD TEMP"));
        round(projection, generation, complete);
        meters.counter("stageline.reconcile.streams", "projection", projection.name())
                .increment(looked);
        return looked;
    }

    private List<Difference> compare(
            ProofSession session,
            Scratch scratch,
            Projection projection,
            Generation generation,
            int log,
            List<StreamKey> some)
            throws SQLException {
        var connection = session.connection();
        session.oneSnapshot();
        session.folding();
        var at = catalog.positions(connection, generation);
        var folding = new Refolding(connection, scratch, types, generation, new Unwatched());
        var streams = mine(generation, some);
        var all = new StreamSample(connection, new SplittableRandom()).withContacts(log, streams);
        folding.streams(all, log, at.getOrDefault(log, 0L));
        scratch.finish();
        session.comparing();
        var findings =
                new Findings(connection, projection.causes(), new LateErasures(projecting, at), TOLD_AT_ONCE);
        new TableDiff(connection, Scratch.SCHEMA, generation.schema(), generation.tenant()).sampled(findings);
        findings.first().forEach(difference -> tell(projection, generation, difference));
        scratch.empty();
        connection.commit();
        return findings.first();
    }

    private static List<StreamKey> mine(Generation generation, List<StreamKey> some) {
        return generation.tenant() == null
                ? some
                : some.stream()
                        .filter(stream -> stream.tenant().equals(generation.tenant()))
                        .toList();
    }

    // Keys are ids and positions; what the fields hold is not told.
    private void tell(Projection projection, Generation generation, Difference found) {
        meters.counter("stageline.reconcile.drift", "projection", projection.name(), "table", found.table())
                .increment();
        var cause = found.cause();
        logger.warn(
                "{} is not what the log says: {} {} {}, event at {}",
                generation.schema(),
                found.table(),
                found.key(),
                found.field(),
                cause == null ? "no position" : cause.position());
    }

    private void round(Projection projection, Generation generation, boolean complete) {
        var now = clock.instant();
        var round = rounds.computeIfAbsent(
                generation.feed(),
                feed -> new Round(
                        now,
                        meters.gauge(
                                "stageline.reconcile.sweep.seconds",
                                List.of(
                                        Tag.of("projection", projection.name()),
                                        Tag.of("generation", generation.schema())),
                                new AtomicLong())));
        if (!complete) return;
        round.seconds.set(Duration.between(round.since, now).toSeconds());
        rounds.put(generation.feed(), new Round(now, round.seconds));
    }

    private static List<List<StreamKey>> chunks(Collection<StreamKey> streams) {
        var all = List.copyOf(streams);
        var chunks = new ArrayList<List<StreamKey>>();
        for (var from = 0; from < all.size(); from += AT_ONCE)
            chunks.add(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
        return chunks;
    }

    private static boolean ask(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery(sql)) {
            return answer.next() && answer.getBoolean(1);
        }
    }
}
