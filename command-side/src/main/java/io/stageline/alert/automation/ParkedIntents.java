package io.stageline.alert.automation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.http.Caller;
import io.stageline.privacy.MasterKey;
import io.stageline.privacy.TenantKeys;
import io.stageline.refusal.Code;
import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What alerts could not be told for good: counted, and an alarm until somebody has it told again or gives it up. */
@Component
class ParkedIntents {
    private static final String COLUMNS =
            "alert_id, intent::text, cause, attempts, parked_at, dropped_at, dropped_by, dropped_for";
    private static final String FIND = "SELECT " + COLUMNS + """
              FROM stageline.alert_intent
             WHERE tenant_id = ? AND parked_at IS NOT NULL AND (?::uuid IS NULL OR alert_id > ?)
             ORDER BY alert_id
             LIMIT ?""";
    private static final String OF_ALERT =
            " WHERE tenant_id = ? AND alert_id = ? AND parked_at IS NOT NULL RETURNING " + COLUMNS;
    private static final String RETRY = """
            UPDATE stageline.alert_intent
               SET parked_at = NULL, cause = NULL, dropped_at = NULL, dropped_by = NULL, dropped_for = NULL
            """ + OF_ALERT;
    private static final String DROP =
            "UPDATE stageline.alert_intent SET dropped_at = ?, dropped_by = ?, dropped_for = ?" + OF_ALERT;
    private static final String COUNT =
            "SELECT count(*) FROM stageline.alert_intent WHERE parked_at IS NOT NULL AND dropped_at IS NULL";

    private final JdbcTemplate database;
    private final TenantKeys keys;
    private final Clock clock;
    private final AtomicLong count = new AtomicLong();

    ParkedIntents(
            @Qualifier("writeDataSource") DataSource database, MasterKey master, Clock clock, MeterRegistry metrics) {
        this.database = new JdbcTemplate(database);
        this.keys = new TenantKeys(master);
        this.clock = clock;
        Gauge.builder("stageline.alert.intents.parked", count, AtomicLong::get)
                .description("Findings that wait for somebody, of the whole database")
                .register(metrics);
        Gauge.builder("stageline.alarm", count, parked -> parked.get() > 0 ? 1 : 0)
                .tag("name", "parked-alerts")
                .tag("projection", "") // of no projection: all alarms have the same labels
                .register(metrics);
    }

    /** What an alert was to be told, as it is kept, and why it could not be. What comes later of the alert waits behind it. */
    record ParkedAlert(
            UUID alertId,
            Status status,
            @Nullable String cause,
            int attempts,
            @Nullable Instant parkedAt,
            @Schema(type = "object") @JsonRawValue String intent,
            @Nullable Dropped dropped) {}

    /** Whether it is about to be told again, waits for somebody, or was given up. */
    enum Status {
        waiting,
        parked,
        dropped
    }

    /** That somebody gave it up. */
    record Dropped(Instant at, UUID by, String reason) {}

    /** Counts what waits for somebody, of all tenants. */
    void count() {
        count.set(Objects.requireNonNull(database.queryForObject(COUNT, Long.class)));
    }

    /** Those of a tenant after one of them. */
    List<ParkedAlert> find(UUID tenant, @Nullable UUID after, int limit) {
        return database.query(FIND, (row, n) -> read(row, tenant), tenant, after, after, limit);
    }

    /** Has it told again, soon. */
    ParkedAlert retry(UUID tenant, UUID alert) {
        return one(database.query(RETRY, (row, n) -> read(row, tenant), tenant, alert));
    }

    /** Gives it up; it stays there with the reason. */
    ParkedAlert drop(Caller caller, UUID alert, String reason) {
        var tenant = caller.tenant();
        var why = keys.seal(tenant, purpose(alert), reason.getBytes(UTF_8));
        var now = Timestamp.from(clock.instant());
        return one(database.query(DROP, (row, n) -> read(row, tenant), now, caller.keyId(), why, tenant, alert));
    }

    private static ParkedAlert one(List<ParkedAlert> found) {
        return found.stream().findFirst().orElseThrow(() -> Code.UNKNOWN_ALERT
                .because("nothing of such an alert is parked")
                .asException());
    }

    private ParkedAlert read(ResultSet row, UUID tenant) throws SQLException {
        var alert = row.getObject(1, UUID.class);
        var parked = row.getTimestamp(5);
        var dropped = row.getTimestamp(6) == null ? null : dropped(row, tenant, alert);
        return new ParkedAlert(
                alert,
                parked == null ? Status.waiting : dropped == null ? Status.parked : Status.dropped,
                row.getString(3),
                row.getInt(4),
                parked == null ? null : parked.toInstant(),
                row.getString(2),
                dropped);
    }

    private Dropped dropped(ResultSet row, UUID tenant, UUID alert) throws SQLException {
        var reason = new String(keys.open(tenant, purpose(alert), row.getBytes(8)), UTF_8);
        return new Dropped(row.getTimestamp(6).toInstant(), row.getObject(7, UUID.class), reason);
    }

    private static String purpose(UUID alert) {
        return "parked alert " + alert;
    }
}
