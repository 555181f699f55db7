package io.stageline.eventlog.verify;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tenants and the log that each lives in. */
record Tenants(Map<UUID, Integer> logs) {
    private static final String TENANTS = "SELECT tenant_id, log_id FROM stageline.tenant";

    static Tenants in(Connection connection) throws SQLException {
        var logs = new HashMap<UUID, Integer>();
        try (var sql = connection.createStatement();
                var rows = sql.executeQuery(TENANTS)) {
            while (rows.next()) logs.put(rows.getObject(1, UUID.class), rows.getInt(2));
        }
        return new Tenants(logs);
    }

    /** What is wrong with the tenant of an event in this log; null when nothing is. */
    @Nullable
    Finding check(EventRow row, int log) {
        var tenant = new UUID(row.tenantHigh(), row.tenantLow());
        var home = logs.get(tenant);
        if (home == null) return found(row, log, Damage.UNKNOWN_TENANT, "there is no tenant " + tenant);
        return home == log
                ? null
                : found(row, log, Damage.TENANT_OF_ANOTHER_LOG, "tenant " + tenant + " lives in log " + home);
    }

    private static Finding found(EventRow row, int log, Damage damage, String what) {
        return Finding.at(log, row.position(), row.stream(), damage, what);
    }
}
