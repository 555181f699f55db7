package io.stageline.projection.bulk;

import io.stageline.eventlog.EventTypes;
import io.stageline.projection.Catalog;
import io.stageline.projection.Generation;
import io.stageline.projection.Generation.State;
import io.stageline.projection.Generations;
import io.stageline.projection.Progressing;
import io.stageline.projection.Projection;
import io.stageline.projection.parked.Letters;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Builds generations from the whole log, and goes on with those that are begun. The caller holds the {@link ReplayLock} of
 * every projection; a build that ends anywhere, also by a kill, is gone on with from its last checkpoint.
 */
public final class Rebuild {
    // The processors of a running application do the rest, which a build would never reach the end of.
    private static final long NEAR = 50_000;

    private static final String HEADS = """
            SELECT head.log_id, head.position,
                   ?::uuid IS NULL OR EXISTS (SELECT FROM stageline.tenant AS t
                                               WHERE t.tenant_id = ?::uuid AND t.log_id = head.log_id)
              FROM stageline.log_head AS head
             ORDER BY head.log_id""";

    private final DataSource administrator;
    private final EventTypes types;
    private final Catalog catalog;
    private final Generations generations;
    private final Letters letters;
    private final Clock clock;

    /** The login behind the data source must be allowed to become stageline_owner. */
    public Rebuild(
            DataSource administrator,
            EventTypes types,
            Catalog catalog,
            Generations generations,
            Letters letters,
            Clock clock) {
        this.administrator = administrator;
        this.types = types;
        this.catalog = catalog;
        this.generations = generations;
        this.letters = letters;
        this.clock = clock;
    }

    /**
     * How fast, 0 for no limit; whether it gives way to those who append; with how many rows in memory at most; and how long
     * a kill may throw back.
     */
    public record Wish(int rate, boolean yields, int mostRows, Duration checkpointEvery) {}

    /** The generations as they are now, how many events were folded, and whether they were stopped before the end. */
    public record Rebuilt(List<Generation> generations, long events, Duration took, boolean paused) {}

    /** The generations that a run for these readers goes on with; those that are missing are begun. */
    public List<Generation> begin(List<Projection> projections, @Nullable UUID tenant) throws SQLException {
        var begun = new ArrayList<Generation>();
        for (var projection : projections) {
            var known = asOwner(owner -> catalog.candidate(owner, projection.name(), projection.shape(), tenant));
            begun.add(known.isPresent() ? known.get() : inTransaction(it -> catalog.begin(it, projection, tenant)));
        }
        return begun;
    }

    /** Builds until the generations are fed like the live one, or the watcher stops it. What is built already stays. */
    public Rebuilt run(List<Projection> projections, @Nullable UUID tenant, Wish wish, Progressing watcher)
            throws SQLException, InterruptedException {
        var began = clock.instant();
        var builds = new ArrayList<Build>();
        try {
            var candidates = begin(projections, tenant);
            for (var n = 0; n < candidates.size(); n++)
                if (candidates.get(n).state() == State.BUILDING)
                    builds.add(new Build(
                            administrator,
                            catalog,
                            projections.get(n),
                            candidates.get(n),
                            letters,
                            wish.mostRows(),
                            clock));
            var folding = new Folding(administrator, types, tenant, builds, wish, watcher);
            var done = builds.isEmpty() || fold(folding, tenant) && complete(builds, watcher);
            return new Rebuilt(now(candidates), folding.events(), Duration.between(began, clock.instant()), !done);
        } finally {
            close(builds);
        }
    }

    private boolean fold(Folding folding, @Nullable UUID tenant) throws SQLException, InterruptedException {
        var heads = heads(tenant);
        folding.begin(heads);
        do {
            if (!folding.upTo(heads)) return false;
            heads = heads(tenant);
        } while (folding.behind(heads) > NEAR);
        return true;
    }

    private boolean complete(List<Build> builds, Progressing watcher) throws SQLException {
        watcher.phase("indexing", 0);
        for (var build : builds) {
            if (watcher.stop()) return false;
            build.complete(generations);
        }
        return true;
    }

    private List<Head> heads(@Nullable UUID tenant) throws SQLException {
        return asOwner(owner -> {
            var heads = new ArrayList<Head>();
            try (var select = owner.prepareStatement(HEADS)) {
                select.setObject(1, tenant);
                select.setObject(2, tenant);
                try (var row = select.executeQuery()) {
                    while (row.next()) heads.add(new Head(row.getInt(1), row.getLong(2), row.getBoolean(3)));
                }
            }
            return heads;
        });
    }

    private List<Generation> now(List<Generation> generations) throws SQLException {
        return asOwner(owner -> {
            var now = new ArrayList<Generation>();
            for (var one : generations)
                catalog.find(owner, one.projection(), one.number()).ifPresent(now::add);
            return now;
        });
    }

    /** What is done in a transaction. */
    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private <T> T asOwner(Work<T> work) throws SQLException {
        return inTransaction(connection -> {
            try (var role = connection.createStatement()) {
                role.execute("SET LOCAL ROLE stageline_owner");
            }
            return work.in(connection);
        });
    }

    private <T> T inTransaction(Work<T> work) throws SQLException {
        try (var connection = administrator.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var done = work.in(connection);
                connection.commit();
                return done;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static void close(List<Build> builds) throws SQLException {
        var broken = Optional.<SQLException>empty();
        for (var build : builds) {
            try {
                build.close();
            } catch (SQLException failed) {
                broken = Optional.of(failed);
            }
        }
        if (broken.isPresent()) throw broken.get();
    }
}
