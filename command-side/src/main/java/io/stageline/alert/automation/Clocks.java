package io.stageline.alert.automation;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** What time it is for each tenant, as its log tells: the latest time at which an event was recorded. */
final class Clocks {
    private static final String LOAD = "SELECT tenant_id, now FROM stageline.alert_clock WHERE tenant_id = ANY (?)";
    private static final String KEEP = """
            INSERT INTO stageline.alert_clock (tenant_id, now) VALUES (?, ?)
                ON CONFLICT (tenant_id) DO UPDATE SET now = excluded.now""";

    private final JdbcTemplate database;
    private final Map<UUID, Instant> times = new HashMap<>();

    private Clocks(JdbcTemplate database) {
        this.database = database;
    }

    static Clocks of(Collection<UUID> tenants, JdbcTemplate database) {
        var clocks = new Clocks(database);
        if (!tenants.isEmpty())
            database.query(
                    LOAD,
                    row -> {
                        clocks.times.put(
                                row.getObject(1, UUID.class),
                                row.getTimestamp(2).toInstant());
                    },
                    (Object) tenants.toArray(UUID[]::new));
        return clocks;
    }

    @Nullable
    Instant now(UUID tenant) {
        return times.get(tenant);
    }

    /** Something was recorded at this time; time does not go back. */
    void recorded(UUID tenant, Instant at) {
        times.merge(tenant, at, (one, other) -> one.isAfter(other) ? one : other);
    }

    void keep() {
        var rows = times.entrySet().stream()
                .map(clock -> new Object[] {clock.getKey(), Timestamp.from(clock.getValue())})
                .toList();
        if (!rows.isEmpty()) database.batchUpdate(KEEP, rows);
    }
}
