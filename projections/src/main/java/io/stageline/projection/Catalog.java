package io.stageline.projection;

import io.stageline.projection.Generation.State;
import io.stageline.projection.Switching.NotNow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which generations there are, how far they are, and who is shown which; each question is one of the caller's transaction. */
public final class Catalog {
    /** Stands for everybody without a generation of his own. */
    static final UUID EVERYBODY = new UUID(0, 0);

    // A generation costs as much to keep up to date as the live one does.
    private static final int MOST = 6;
    // Everybody's may be built, shown and gone back to whatever tenants do.
    private static final int MOST_OF_TENANTS = 3;
    private static final int MOST_OF_ONE = 2;
    private static final Set<State> CANDIDATES = Set.of(State.BUILDING, State.FOLLOWING, State.VERIFIED);

    private static final String ALL =
            "SELECT g.projection, g.generation, g.shape, g.only_tenant, g.state, g.feed FROM stageline.generation AS g";
    private static final String IN_ORDER = ALL + " ORDER BY g.projection, g.generation";
    private static final String ONE = ALL + " WHERE g.projection = ? AND g.generation = ?";
    private static final String LIVE = ALL + " " + """
             JOIN stageline.live_generation AS l ON l.projection = g.projection AND l.generation = g.generation
             WHERE l.projection = ? AND l.shape = ? AND l.for_tenant IN ('00000000-0000-0000-0000-000000000000', ?)
             ORDER BY l.for_tenant DESC
             LIMIT 1""";

    /** The number of the first one ever: two were there before they were counted. */
    static final int FIRST = 3;

    // The feed of the first one ever has the name of its projection.
    private static final String ADD = """
            INSERT INTO stageline.generation AS g (projection, generation, shape, only_tenant, state, feed)
            SELECT name, number, shape, tenant, state, CASE WHEN is_first THEN name ELSE name || '@' || number END
              FROM (SELECT ?::text AS name, ?::int AS shape, ?::uuid AS tenant, ?::text AS state) AS wanted
             CROSS JOIN LATERAL (SELECT count(*) = 0 AS is_first, coalesce(max(k.generation) + 1, %d) AS number
                                   FROM stageline.generation AS k
                                  WHERE k.projection = wanted.name) AS known
            RETURNING g.projection, g.generation, g.shape, g.only_tenant, g.state, g.feed""".formatted(FIRST);
    private static final String MOVE = """
            UPDATE stageline.generation SET state = ?, changed_at = now()
             WHERE projection = ? AND generation = ? AND state = ANY (?)""";
    private static final String PROVEN = """
            UPDATE stageline.generation
               SET proof = ?::jsonb, changed_at = now(),
                   state = CASE WHEN state = 'following' AND ? THEN 'verified'
                                WHEN state = 'verified' AND NOT ? THEN 'following' ELSE state END
             WHERE projection = ? AND generation = ?""";
    private static final String NEW_EDITION = """
            UPDATE stageline.live_generation SET edition = nextval('stageline.edition')
             WHERE projection = ? AND shape = ?""";

    private static final String POSITIONS = """
            SELECT h.log_id, coalesce((convert_from(t.token, 'UTF8')::jsonb ->> 'globalIndex')::bigint, 0)
              FROM stageline.log_head AS h
              LEFT JOIN stageline.token_entry AS t
                     ON t.processor_name = ? || CASE h.log_id WHEN 0 THEN '' ELSE '/' || h.log_id END AND t.segment = 0
             ORDER BY h.log_id""";
    private static final String STORE = """
            INSERT INTO stageline.token_entry (processor_name, segment, token, token_type, timestamp)
            VALUES (?, 0, convert_to('{"globalIndex":' || ?::bigint || '}', 'UTF8'),
                    'org.axonframework.eventhandling.GlobalSequenceTrackingToken',
                    to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
                ON CONFLICT (processor_name, segment) DO UPDATE
               SET token = excluded.token, token_type = excluded.token_type, timestamp = excluded.timestamp""";

    /** What is kept of a proof. */
    record Kept(Map<Integer, Long> at, long rows, long streams, String checksum, boolean whole, long differing) {}

    /** Every generation, also those that are gone. */
    public List<Generation> all(Connection connection) throws SQLException {
        return ask(connection, IN_ORDER);
    }

    public Optional<Generation> find(Connection connection, String projection, int number) throws SQLException {
        return ask(connection, ONE, projection, number).stream().findFirst();
    }

    /** What the tenant is shown, or everybody if none is named. */
    public Optional<Generation> live(Connection connection, String projection, int shape, @Nullable UUID tenant)
            throws SQLException {
        return ask(connection, LIVE, projection, shape, tenant == null ? EVERYBODY : tenant).stream()
                .findFirst();
    }

    /** The generation that may once be shown to the same readers. */
    public Optional<Generation> candidate(Connection connection, String projection, int shape, @Nullable UUID tenant)
            throws SQLException {
        return all(connection).stream()
                .filter(one -> one.projection().equals(projection) && one.shape() == shape)
                .filter(one -> CANDIDATES.contains(one.state()) && Objects.equals(one.tenant(), tenant))
                .findFirst();
    }

    /**
     * Adds a generation that is being built, with tables that have neither indexes nor readers. The transaction goes on as
     * the owner, and its search path is the schema.
     */
    public Generation begin(Connection connection, Projection projection, @Nullable UUID tenant) throws SQLException {
        AsOwner.become(connection);
        AsOwner.run(connection, Generations.WAIT_FOR_OTHERS);
        var built = candidate(connection, projection.name(), projection.shape(), tenant);
        if (built.isPresent()) throw NotNow.because(built.get().schema() + " is not finished");
        mustBeRoom(
                all(connection).stream()
                        .filter(one -> one.state() != State.DROPPED)
                        .toList(),
                tenant);
        var added = add(connection, projection.name(), projection.shape(), tenant, State.BUILDING);
        Tables.create(connection, added.schema(), Generations.ddl(projection.name(), false));
        return added;
    }

    private static void mustBeRoom(List<Generation> all, @Nullable UUID tenant) {
        var tenants =
                all.stream().map(Generation::tenant).filter(Objects::nonNull).toList();
        if (all.size() >= MOST) throw NotNow.because("there are %d generations; drop one first".formatted(MOST));
        if (tenant == null) return;
        if (tenants.stream().filter(tenant::equals).count() >= MOST_OF_ONE)
            throw NotNow.because("the tenant has %d generations; drop one first".formatted(MOST_OF_ONE));
        if (tenants.size() >= MOST_OF_TENANTS)
            throw NotNow.because(
                    "there are %d generations of single tenants; one must be dropped first".formatted(MOST_OF_TENANTS));
    }

    Generation add(Connection connection, String projection, int shape, @Nullable UUID tenant, State state)
            throws SQLException {
        return ask(connection, ADD, projection, shape, tenant, text(state)).get(0);
    }

    /** Whether the generation was in one of these states; it is in the other one then. */
    public boolean move(Connection connection, Generation generation, Set<State> from, State to) throws SQLException {
        try (var update = connection.prepareStatement(MOVE)) {
            update.setString(1, text(to));
            update.setString(2, generation.projection());
            update.setInt(3, generation.number());
            update.setArray(
                    4,
                    connection.createArrayOf(
                            "text", from.stream().map(Catalog::text).toArray()));
            return update.executeUpdate() == 1;
        }
    }

    /** How far the generation is, by log. */
    public Map<Integer, Long> positions(Connection connection, Generation generation) throws SQLException {
        var positions = new TreeMap<Integer, Long>();
        try (var select = connection.prepareStatement(POSITIONS)) {
            select.setString(1, generation.feed());
            try (var rows = select.executeQuery()) {
                while (rows.next()) positions.put(rows.getInt(1), rows.getLong(2));
            }
        }
        return positions;
    }

    /** Stores how far a generation is that nobody feeds yet. */
    public void store(Connection connection, Generation generation, int log, long position) throws SQLException {
        try (var insert = connection.prepareStatement(STORE)) {
            insert.setString(1, generation.token(log));
            insert.setLong(2, position);
            insert.executeUpdate();
        }
    }

    /** Keeps the outcome of a comparison, and with it whether the generation may be shown. */
    public void proven(Connection connection, Generation generation, Proof proof) throws SQLException {
        var kept =
                new Kept(proof.at(), proof.rows(), proof.streams(), proof.checksum(), proof.whole(), proof.differing());
        try (var update = connection.prepareStatement(PROVEN)) {
            update.setString(1, Json.MAPPER.writeValueAsString(kept));
            update.setBoolean(2, proof.differing() == 0);
            update.setBoolean(3, proof.differing() == 0);
            update.setString(4, generation.projection());
            update.setInt(5, generation.number());
            update.executeUpdate();
        }
    }

    /** Lets no answer that somebody holds be confirmed any more, because rows changed without an event. */
    public void newEdition(Connection connection, String projection, int shape) throws SQLException {
        try (var update = connection.prepareStatement(NEW_EDITION)) {
            update.setString(1, projection);
            update.setInt(2, shape);
            update.executeUpdate();
        }
    }

    private static List<Generation> ask(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        var generations = new ArrayList<Generation>();
        try (var statement = connection.prepareStatement(sql)) {
            for (var n = 0; n < values.length; n++) statement.setObject(n + 1, values[n]);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) generations.add(generation(rows));
            }
        }
        return generations;
    }

    private static Generation generation(ResultSet row) throws SQLException {
        return new Generation(
                row.getString(1),
                row.getInt(2),
                row.getInt(3),
                row.getObject(4, UUID.class),
                State.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
                row.getString(6));
    }

    private static String text(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
