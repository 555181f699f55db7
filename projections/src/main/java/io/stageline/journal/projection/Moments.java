package io.stageline.journal.projection;

import io.stageline.journal.projection.Reached.Moment;
import io.stageline.projection.Unnest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The last moment of each tenant, held back because later events may still be of the same one. */
final class Moments {
    private static final String TAKE_LAST = """
            DELETE FROM moment AS last
             USING unnest(?) AS wanted (tenant_id)
             WHERE last.tenant_id = wanted.tenant_id
               AND last.recorded_at = (SELECT max(known.recorded_at) FROM moment AS known
                                        WHERE known.tenant_id = wanted.tenant_id)
            RETURNING last.tenant_id, last.recorded_at, last.position""";

    private final Map<UUID, Map.Entry<Moment, Long>> held = new HashMap<>();

    /** The moments that are over after these, which are in the order of the log; the time never runs back. */
    List<Map.Entry<Moment, Long>> passed(Connection connection, Map<Moment, Long> reached) throws SQLException {
        takeLast(connection, reached.keySet());
        var passed = new ArrayList<Map.Entry<Moment, Long>>();
        for (var next : reached.entrySet()) {
            var tenant = next.getKey().tenant();
            var last = held.get(tenant);
            if (last == null || last.getKey().at().isBefore(next.getKey().at())) {
                if (last != null) passed.add(last);
                held.put(tenant, Map.entry(next.getKey(), next.getValue()));
            } else {
                held.put(tenant, Map.entry(last.getKey(), Math.max(last.getValue(), next.getValue())));
            }
        }
        return passed;
    }

    /** The last moment of each tenant; they are no longer held, but taken from the table again when needed. */
    Collection<Map.Entry<Moment, Long>> last() {
        var last = List.copyOf(held.values());
        held.clear();
        return last;
    }

    private void takeLast(Connection connection, Collection<Moment> reached) throws SQLException {
        var tenants = new LinkedHashSet<UUID>();
        for (var moment : reached) if (!held.containsKey(moment.tenant())) tenants.add(moment.tenant());
        try (var delete = new Unnest<>(connection, TAKE_LAST, tenants)) {
            for (var last : delete.uuids(tenant -> tenant).read(Moments::moment))
                held.put(last.getKey().tenant(), last);
        }
    }

    private static Map.Entry<Moment, Long> moment(ResultSet row) throws SQLException {
        var at = row.getObject(2, OffsetDateTime.class).toInstant();
        return Map.entry(new Moment(row.getObject(1, UUID.class), at), row.getLong(3));
    }
}
