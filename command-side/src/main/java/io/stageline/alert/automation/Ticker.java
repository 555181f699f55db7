package io.stageline.alert.automation;

import io.stageline.alert.write.ClockTicks;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Lets the log know that time has passed where something is due and nothing else says so. */
final class Ticker {
    private static final String DUE = """
            SELECT DISTINCT w.tenant_id
              FROM stageline.watch w
              LEFT JOIN stageline.alert_clock c ON c.tenant_id = w.tenant_id
             WHERE w.due_at <= ? AND (c.now IS NULL OR c.now < w.due_at)
             LIMIT 1000""";

    private final JdbcTemplate database;
    private final ClockTicks ticks;
    private final Clock clock;

    Ticker(JdbcTemplate database, ClockTicks ticks, Clock clock) {
        this.database = database;
        this.ticks = ticks;
        this.clock = clock;
    }

    /** Ticks once for every tenant for which something is due. */
    void tick() {
        var now = clock.instant();
        for (var tenant : database.queryForList(DUE, UUID.class, Timestamp.from(now)))
            ticks.tick(tenant, now.truncatedTo(ChronoUnit.SECONDS));
    }
}
