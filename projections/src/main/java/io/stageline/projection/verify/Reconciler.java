package io.stageline.projection.verify;

import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.StreamKey;
import io.stageline.projection.Catalog;
import io.stageline.projection.Difference;
import io.stageline.projection.Generation;
import io.stageline.projection.Projection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Compares what readers see with the log, some streams at a time, round after round: what moved last comes first. Of
 * several processes one does it. What it finds is counted and told, and repaired only if that was asked for.
 */
public final class Reconciler {
    private static final int AT_ONCE = 500;
    private static final int TOLD_AT_ONCE = 100;
    private static final String ACTOR = "reconciliation";

    private final DataSource projecting;
    private final EventTypes types;
    private final Catalog catalog;
    private final Clock clock;
    private final Drift drift;
    private final @Nullable Repair repair;
    private final Effort effort;
    private final Map<String, Sweep> sweeps = new HashMap<>();

    /** With a repair, what a cycle finds is repaired in it. The connections are those of the projecting role. */
    public Reconciler(
            DataSource projecting,
            EventTypes types,
            Catalog catalog,
            Clock clock,
            MeterRegistry meters,
            @Nullable Repair repair) {
        this(projecting, types, catalog, clock, meters, repair, Effort.LOW);
    }

    Reconciler(
            DataSource projecting,
            EventTypes types,
            Catalog catalog,
            Clock clock,
            MeterRegistry meters,
            @Nullable Repair repair,
            Effort effort) {
        this.projecting = projecting;
        this.types = types;
        this.catalog = catalog;
        this.clock = clock;
        this.drift = new Drift(meters);
        this.repair = repair;
        this.effort = effort;
    }

    /** How many streams a cycle takes, and what it does for so many nanoseconds after work that took as long. */
    record Effort(int moved, int inOrder, LongConsumer pause) {
        static final Effort LOW = new Effort(2_000, 18_000, LockSupport::parkNanos);
    }

    /** What a cycle looked at, found and repaired; nothing of it if another process is at work. */
    public record Cycle(long streams, List<Difference> found, int repaired) {}

    /** Looks at the next streams of all that is live of a projection. */
    public Cycle cycle(Projection projection) throws SQLException {
        var cycle = new Cycle(0, List.of(), 0);
        try (var turn = new Turn(projecting, projection.name())) {
            if (!turn.isMine()) return cycle;
            for (var generation : live(projection)) cycle = plus(cycle, look(projection, generation));
        }
        return cycle;
    }

    private List<Generation> live(Projection projection) throws SQLException {
        try (var connection = projecting.getConnection()) {
            return catalog.all(connection).stream()
                    .filter(one -> one.state() == Generation.State.LIVE)
                    .filter(one -> one.projection().equals(projection.name()) && one.shape() == projection.shape())
                    .toList();
        }
    }

    private Cycle look(Projection projection, Generation generation) throws SQLException {
        var found = new ArrayList<Difference>();
        var streams = 0L;
        try (var session = new ProofSession(projecting)) {
            var scratch = new Scratch(session.connection(), projection);
            var complete = true;
            for (var log : catalog.positions(session.connection(), generation).entrySet()) {
                var next = sweep(projection, generation, log.getKey(), log.getValue())
                        .next(session.connection(), log.getValue(), effort.moved, effort.inOrder);
                for (var some : chunks(next.streams())) {
                    if (Thread.currentThread().isInterrupted()) return new Cycle(streams, found, 0);
                    found.addAll(compare(session, scratch, projection, generation, log.getKey(), some));
                }
                streams += next.streams().size();
                complete &= next.roundIsComplete();
            }
            drift.cycleEnded(generation, complete, clock.instant());
        }
        return new Cycle(streams, found, repair == null ? 0 : repair.run(projection, generation, found, ACTOR));
    }

    private Sweep sweep(Projection projection, Generation generation, int log, long position) {
        return sweeps.computeIfAbsent(
                generation.token(log), token -> new Sweep(log, types.namesOf(projection.unasked()), position));
    }

    private List<Difference> compare(
            ProofSession session,
            Scratch scratch,
            Projection projection,
            Generation generation,
            int log,
            List<StreamKey> some)
            throws SQLException {
        var began = System.nanoTime();
        var connection = session.connection();
        session.oneSnapshot();
        var at = catalog.positions(connection, generation);
        var all = StreamSample.withContacts(connection, log, mine(generation, some));
        var folding = new Refolding(connection, scratch, types, generation, new Unwatched());
        folding.streams(all, log, at.getOrDefault(log, 0L));
        scratch.finish();
        var findings =
                new Findings(connection, projection, new LateErasures(projecting, at), folding.damaged(), TOLD_AT_ONCE);
        new TableDiff(connection, Scratch.SCHEMA, generation.schema(), generation.tenant()).sampled(findings);
        drift.looked(generation, some.size());
        findings.first().forEach(difference -> drift.found(generation, difference));
        scratch.empty();
        connection.commit();
        effort.pause.accept(System.nanoTime() - began);
        return findings.first();
    }

    private static List<StreamKey> mine(Generation generation, List<StreamKey> some) {
        var tenant = generation.tenant();
        return some.stream()
                .filter(stream -> tenant == null || stream.tenant().equals(tenant))
                .toList();
    }

    private static Cycle plus(Cycle one, Cycle other) {
        var found = new ArrayList<>(one.found);
        found.addAll(other.found);
        return new Cycle(one.streams + other.streams, found, one.repaired + other.repaired);
    }

    private static List<List<StreamKey>> chunks(Collection<StreamKey> streams) {
        var all = List.copyOf(streams);
        var chunks = new ArrayList<List<StreamKey>>();
        for (var from = 0; from < all.size(); from += AT_ONCE)
            chunks.add(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
        return chunks;
    }
}
