package io.stageline.projection;

import io.stageline.projection.Generation.State;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Shows readers another generation. What they are shown now stands still until the other one has come as far, so that
 * nobody sees less than before; then one row changes, and whoever begins to read after that sees the other one.
 */
public final class Switching {
    private static final Duration STANDS_STILL_AT_MOST = Duration.ofMillis(500);
    private static final int TRIES = 10;
    private static final String PATIENCE = "SET LOCAL lock_timeout = '1s'";
    private static final Set<String> HELD_BY_OTHERS = Set.of("55P03", "40P01");

    private static final String HOLD_TOKENS = """
            SELECT processor_name
              FROM stageline.token_entry
             WHERE split_part(processor_name, '/', 1) = ANY (?)
             ORDER BY processor_name, segment
               FOR UPDATE""";

    private final Catalog catalog = new Catalog();
    private final DataSource database;

    /** The login behind the data source must be allowed to become stageline_owner. */
    public Switching(DataSource administrator) {
        this.database = administrator;
    }

    /** What is shown now, how far it was then, and how long the one before stood still. */
    public record Switched(Generation now, Map<Integer, Long> positions, Duration frozen) {}

    /** Not in the state that things are in; nothing was changed. */
    public static final class NotNow extends RuntimeException {
        private final String reason;
        private final long behind;

        private NotNow(String reason, long behind) {
            super(reason);
            this.reason = reason;
            this.behind = behind;
        }

        static NotNow because(String reason) {
            return new NotNow(reason, 0);
        }

        static NotNow behind(long events) {
            return new NotNow(events + " events behind what is shown", events);
        }

        public String reason() {
            return reason;
        }

        /** How many events it lacks, if that is the reason. */
        public long behind() {
            return behind;
        }
    }

    /** Shows a verified generation to its tenant, or to everybody; then also to those who had one of their own. */
    public Switched promote(Generation candidate, String actor) throws SQLException {
        var tenant = candidate.tenant();
        return patiently(owner -> {
            var pointers = Pointers.of(owner, candidate.projection(), candidate.shape());
            mustBe(owner, candidate, State.VERIFIED);
            var replaced = generations(owner, candidate, tenant == null ? pointers.all() : pointers.own(tenant));
            var seen = tenant == null ? replaced : generations(owner, candidate, pointers.seenBy(tenant));
            if (tenant == null) Tables.publish(owner, candidate.schema());
            var switched = whenCaughtUp(owner, seen, candidate);
            pointers.point(tenant, candidate.number());
            if (tenant == null) pointers.removeTenants();
            retire(owner, replaced);
            catalog.move(owner, candidate, Set.of(State.VERIFIED), State.LIVE);
            return told(owner, actor, "promote", tenant, switched);
        });
    }

    /** Shows the one before again, or a tenant what everybody sees. */
    public Switched rollback(String projection, int shape, @Nullable UUID tenant, String actor) throws SQLException {
        return patiently(owner -> {
            var pointers = Pointers.of(owner, projection, shape);
            var from = shown(owner, projection, pointers.own(tenant));
            var before = pointers.before(tenant);
            var to = shown(owner, projection, before == null ? pointers.common(tenant) : List.of(before));
            if (before != null) mustBe(owner, to, State.WARM);
            if (tenant == null) Tables.publish(owner, to.schema());
            var switched = whenCaughtUp(owner, List.of(from), to);
            if (before == null) pointers.remove(tenant);
            else pointers.point(tenant, before);
            retire(owner, List.of(from));
            if (before != null) catalog.move(owner, to, Set.of(State.WARM), State.LIVE);
            return told(owner, actor, "rollback", tenant, switched);
        });
    }

    private Generation shown(Connection owner, String projection, List<Integer> numbers) throws SQLException {
        if (numbers.isEmpty()) throw NotNow.because("there is nothing to go back to");
        return catalog.find(owner, projection, numbers.get(0)).orElseThrow();
    }

    private void mustBe(Connection owner, Generation generation, State state) throws SQLException {
        var present = catalog.find(owner, generation.projection(), generation.number());
        if (present.isEmpty() || present.get().state() != state)
            throw NotNow.because("%s is %s and not %s"
                    .formatted(
                            generation.schema(),
                            present.map(found -> found.state().name()).orElse("unknown"),
                            state.name()));
    }

    private List<Generation> generations(Connection owner, Generation like, List<Integer> numbers) throws SQLException {
        var generations = new ArrayList<Generation>();
        for (var number : numbers)
            generations.add(catalog.find(owner, like.projection(), number).orElseThrow());
        return generations;
    }

    /** A feed takes its token before it folds: who holds the token waits for the batch at work and is before the next one. */
    private Switched whenCaughtUp(Connection owner, List<Generation> seen, Generation next) throws SQLException {
        var began = System.nanoTime();
        try (var hold = owner.prepareStatement(HOLD_TOKENS)) {
            hold.setArray(
                    1,
                    owner.createArrayOf(
                            "text", seen.stream().map(Generation::feed).toArray()));
            hold.executeQuery().close();
        }
        var reached = new TreeMap<Integer, Long>();
        for (var one : seen) catalog.positions(owner, one).forEach((log, at) -> reached.merge(log, at, Long::max));
        if (!Poll.until(STANDS_STILL_AT_MOST, () -> behind(owner, next, reached) == 0))
            throw NotNow.behind(behind(owner, next, reached));
        return new Switched(next, catalog.positions(owner, next), Duration.ofNanos(System.nanoTime() - began));
    }

    private long behind(Connection owner, Generation next, Map<Integer, Long> reached) throws SQLException {
        var positions = catalog.positions(owner, next);
        return reached.entrySet().stream()
                .mapToLong(one -> Math.max(0, one.getValue() - positions.getOrDefault(one.getKey(), 0L)))
                .sum();
    }

    /** They are kept up to date, to go back to. */
    private void retire(Connection owner, List<Generation> replaced) throws SQLException {
        for (var one : replaced) catalog.move(owner, one, Set.of(State.LIVE), State.WARM);
    }

    private Switched told(Connection owner, String actor, String action, @Nullable UUID tenant, Switched switched)
            throws SQLException {
        ReplayAudit.tell(owner, actor, action, switched.now(), tenant, Map.of("positions", switched.positions()));
        var now =
                catalog.find(owner, switched.now().projection(), switched.now().number());
        return new Switched(now.orElseThrow(), switched.positions(), switched.frozen());
    }

    /** Nobody waits for long because somebody else holds a row: it is let go and tried again. */
    private Switched patiently(AsOwner.Work<Switched> work) throws SQLException {
        for (var tries = 1; ; tries++)
            try {
                return AsOwner.transaction(database, owner -> {
                    AsOwner.run(owner, PATIENCE);
                    return work.in(owner);
                });
            } catch (SQLException held) {
                if (tries == TRIES || !HELD_BY_OTHERS.contains(held.getSQLState())) throw held;
            }
    }
}
