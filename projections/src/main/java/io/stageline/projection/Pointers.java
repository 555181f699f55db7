package io.stageline.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who is shown which generation of a projection in one shape, held until the transaction ends. */
final class Pointers {
    // Who is fed tells readers of it while it holds its token: the rows themselves are held last, when they change.
    private static final String ALONE = "SELECT pg_advisory_xact_lock(hashtext('stageline.switch'), hashtext(?))";
    private static final String POINTERS = """
            SELECT for_tenant, generation, previous
              FROM stageline.live_generation
             WHERE projection = ? AND shape = ?
             ORDER BY for_tenant""";
    private static final String POINT = """
            INSERT INTO stageline.live_generation AS l (projection, shape, for_tenant, generation, edition)
            VALUES (?, ?, ?, ?, nextval('stageline.edition'))
                ON CONFLICT (projection, shape, for_tenant) DO UPDATE
               SET previous = l.generation, generation = excluded.generation, edition = excluded.edition""";
    private static final String REMOVE =
            "DELETE FROM stageline.live_generation WHERE projection = ? AND shape = ? AND for_tenant = ?";
    private static final String REMOVE_TENANTS =
            "DELETE FROM stageline.live_generation WHERE projection = ? AND shape = ? AND for_tenant <> ?";

    private final Connection owner;
    private final String projection;
    private final int shape;
    private final Map<UUID, Pointer> pointers = new TreeMap<>();

    private record Pointer(int generation, @Nullable Integer previous) {}

    private Pointers(Connection owner, String projection, int shape) {
        this.owner = owner;
        this.projection = projection;
        this.shape = shape;
    }

    static Pointers of(Connection owner, String projection, int shape) throws SQLException {
        var found = new Pointers(owner, projection, shape);
        try (var alone = owner.prepareStatement(ALONE)) {
            alone.setString(1, projection);
            alone.execute();
        }
        try (var select = owner.prepareStatement(POINTERS)) {
            select.setString(1, projection);
            select.setInt(2, shape);
            try (var rows = select.executeQuery()) {
                while (rows.next())
                    found.pointers.put(
                            rows.getObject(1, UUID.class),
                            new Pointer(rows.getInt(2), rows.getObject(3, Integer.class)));
            }
        }
        return found;
    }

    /** What anybody is shown. */
    List<Integer> all() {
        return pointers.values().stream().map(Pointer::generation).distinct().toList();
    }

    /** What the tenant alone is shown, or everybody; nothing if there is no such row. */
    List<Integer> own(@Nullable UUID tenant) {
        var pointer = pointers.get(whom(tenant));
        return pointer == null ? List.of() : List.of(pointer.generation);
    }

    /** What the tenant is shown, be it his own or that of everybody. */
    List<Integer> seenBy(UUID tenant) {
        return pointers.containsKey(tenant) ? own(tenant) : own(null);
    }

    /** What is left to a tenant without a generation of his own; there is nothing of that kind for everybody. */
    List<Integer> common(@Nullable UUID tenant) {
        return tenant == null ? List.of() : own(null);
    }

    /** What was shown before, if it is known. */
    @Nullable
    Integer before(@Nullable UUID tenant) {
        var pointer = pointers.get(whom(tenant));
        return pointer == null ? null : pointer.previous;
    }

    /** Shows this one from the commit on. */
    void point(@Nullable UUID tenant, int generation) throws SQLException {
        run(POINT, projection, shape, whom(tenant), generation);
    }

    void remove(@Nullable UUID tenant) throws SQLException {
        run(REMOVE, projection, shape, whom(tenant));
    }

    void removeTenants() throws SQLException {
        run(REMOVE_TENANTS, projection, shape, Catalog.EVERYBODY);
    }

    private void run(String sql, Object... values) throws SQLException {
        try (var statement = owner.prepareStatement(sql)) {
            for (var n = 0; n < values.length; n++) statement.setObject(n + 1, values[n]);
            statement.executeUpdate();
        }
    }

    private static UUID whom(@Nullable UUID tenant) {
        return tenant == null ? Catalog.EVERYBODY : tenant;
    }
}
