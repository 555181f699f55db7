package io.stageline.projection.verify;

import io.stageline.eventlog.EventTypes;
import io.stageline.projection.Catalog;
import io.stageline.projection.Generation;
import io.stageline.projection.Progressing;
import io.stageline.projection.Projection;
import io.stageline.projection.Proof;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/** Whether the rows of a generation are the fold of the log, at one position and in one snapshot, while others go on. */
public final class Verification {
    private static final int TOLD = 100;
    private static final int TRIES = 500;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final DataSource projecting;
    private final EventTypes types;
    private final Catalog catalog;
    private final RandomGenerator random;

    /** The connections are those of the projecting role, which sees the rows of all tenants and may change no event. */
    public Verification(DataSource projecting, EventTypes types, Catalog catalog, RandomGenerator random) {
        this.projecting = projecting;
        this.types = types;
        this.catalog = catalog;
        this.random = random;
    }

    /** How much is compared: everything, or about so many streams of each log. */
    public record Extent(boolean whole, int streams) {}

    /** Work that was ended by who watched it, before it had an outcome. */
    public static final class Stopped extends RuntimeException {
        Stopped() {
            super("stopped before the end");
        }
    }

    /** What was folded for a proof is not what others have made of the generation meanwhile. */
    public static final class Overtaken extends RuntimeException {
        Overtaken(Generation generation) {
            super("letters of " + generation.schema() + " were retried meanwhile: prove it again");
        }
    }

    /** Two generations that did not come to the same position while somebody waited for it. */
    public static final class Apart extends RuntimeException {
        Apart(Generation left, Generation right) {
            super(left.schema() + " and " + right.schema() + " do not come to the same position");
        }
    }

    /** Folds the log, or a part of it, anew and compares the rows with those of the generation. */
    public Proof prove(Projection projection, Generation generation, Extent extent, Progressing watcher)
            throws SQLException {
        try (var session = new ProofSession(projecting)) {
            var scratch = new Scratch(session.connection(), projection);
            var folding = new Refolding(session.connection(), scratch, types, generation, watcher);
            if (extent.whole()) folding.toward(catalog.positions(session.connection(), generation));
            session.oneSnapshot();
            var at = catalog.positions(session.connection(), generation);
            var streams = extent.whole() ? folding.rest(at) : folding.sample(at, extent.streams(), random);
            scratch.finish();
            if (extent.whole()) {
                scratch.count();
                session.comparing();
            }
            watcher.phase("comparing", 0);
            var diff = new TableDiff(session.connection(), Scratch.SCHEMA, generation.schema(), generation.tenant());
            var findings = findings(session.connection(), projection, at, folding.damaged());
            if (extent.whole()) diff.whole(findings);
            else diff.sampled(findings);
            return proof(session.connection(), generation, at, streams, extent.whole(), findings);
        }
    }

    /** Compares two generations once they are at the same position, or ends {@link Apart}; the first is what is expected. */
    public Proof compare(Projection projection, Generation left, Generation right, Progressing watcher)
            throws SQLException {
        try (var session = new ProofSession(projecting)) {
            var connection = session.connection();
            var at = samePosition(session, left, right, watcher);
            session.comparing();
            ProofSession.run(connection, List.of("SET LOCAL search_path = " + left.schema()));
            watcher.phase("comparing", 0);
            var tenant = left.tenant() == null ? right.tenant() : left.tenant();
            var findings = findings(connection, projection, at, new Damaged());
            new TableDiff(connection, left.schema(), right.schema(), tenant).whole(findings);
            return proof(connection, right, at, 0, true, findings);
        }
    }

    // Both follow the log, but not in step: a snapshot is looked for in which they have met.
    private Map<Integer, Long> samePosition(
            ProofSession session, Generation left, Generation right, Progressing watcher) throws SQLException {
        for (var tries = 0; tries < TRIES; tries++) {
            if (watcher.stop()) throw new Stopped();
            session.oneSnapshot();
            var at = catalog.positions(session.connection(), left);
            if (at.equals(catalog.positions(session.connection(), right))) return at;
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new Apart(left, right);
    }

    private Findings findings(Connection connection, Projection projection, Map<Integer, Long> at, Damaged damaged) {
        return new Findings(connection, projection, new LateErasures(projecting, at), damaged, TOLD);
    }

    private static Proof proof(
            Connection connection,
            Generation generation,
            Map<Integer, Long> at,
            long streams,
            boolean whole,
            Findings findings)
            throws SQLException {
        var checksum = Checksum.of(connection, generation.schema());
        return new Proof(
                new TreeMap<>(at),
                checksum.rows(),
                streams,
                checksum.text(),
                whole,
                findings.count(),
                findings.first());
    }
}
