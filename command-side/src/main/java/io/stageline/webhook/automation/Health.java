package io.stageline.webhook.automation;

import static io.stageline.webhook.events.WebhookEvent.EndpointDisabled.FAILING;
import static io.stageline.webhook.events.WebhookEvent.EndpointDisabled.GONE;
import static io.stageline.webhook.events.WebhookEvent.EndpointDisabled.UNREADABLE;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.stageline.events.Sealed;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Since when an endpoint has failed without one success, and that it is disabled when it goes on like that for days. */
final class Health {
    private static final Duration TOO_LONG = Duration.ofDays(3);
    /** How late a process sees what others found out. */
    private static final Duration SOON = Duration.ofMinutes(1);

    private static final String FAILS = """
            INSERT INTO stageline.webhook_health AS h (tenant_id, endpoint_id, failing_since)
            SELECT tenant_id, endpoint_id, ? FROM stageline.webhook_endpoint WHERE tenant_id = ? AND endpoint_id = ?
                ON CONFLICT (tenant_id, endpoint_id) DO UPDATE SET failing_since = coalesce(h.failing_since, excluded.failing_since)
            RETURNING failing_since""";
    private static final String WORKS = "UPDATE stageline.webhook_health SET failing_since = NULL"
            + " WHERE tenant_id = ? AND endpoint_id = ? AND failing_since IS NOT NULL";

    private final DataSource database;
    private final Clock clock;
    private final EndpointControl control;
    private final Cache<EndpointKey, Optional<Instant>> remembered;

    Health(DataSource database, Clock clock, EndpointControl control) {
        this.database = database;
        this.clock = clock;
        this.control = control;
        remembered = Caffeine.newBuilder()
                .expireAfterWrite(SOON)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    void heard(Outcome outcome) throws SQLException {
        var endpoint = outcome.claim().lane().endpoint();
        if (outcome.verdict() instanceof Verdict.Delivered) works(endpoint);
        else fails(endpoint, outcome.url());
        if (outcome.verdict() instanceof Verdict.Gone) control.disable(endpoint, outcome.url(), GONE);
    }

    /** Nothing can be sent, because its settings cannot be opened. */
    void cannotBeRead(EndpointKey endpoint) {
        control.disable(endpoint, null, UNREADABLE);
    }

    /** Forgets what is known of an endpoint about which something was decided. */
    void forget(EndpointKey endpoint) {
        remembered.invalidate(endpoint);
    }

    private void works(EndpointKey endpoint) throws SQLException {
        if (Optional.empty().equals(remembered.getIfPresent(endpoint))) return;
        try (var connection = database.getConnection();
                var update = connection.prepareStatement(WORKS)) {
            update.setObject(1, endpoint.tenant());
            update.setObject(2, endpoint.endpoint());
            update.executeUpdate();
        }
        remembered.put(endpoint, Optional.empty());
    }

    private void fails(EndpointKey endpoint, Sealed url) throws SQLException {
        var known = remembered.getIfPresent(endpoint);
        if (known != null && known.isPresent() && !isTooLong(known.get())) return;
        var since = stored(endpoint);
        remembered.put(endpoint, since);
        if (since.isPresent() && isTooLong(since.get())) control.disable(endpoint, url, FAILING);
    }

    private boolean isTooLong(Instant since) {
        return since.plus(TOO_LONG).isBefore(clock.instant());
    }

    private Optional<Instant> stored(EndpointKey endpoint) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(FAILS)) {
            insert.setTimestamp(1, Timestamp.from(clock.instant()));
            insert.setObject(2, endpoint.tenant());
            insert.setObject(3, endpoint.endpoint());
            try (var row = insert.executeQuery()) {
                return row.next() ? Optional.of(row.getTimestamp(1).toInstant()) : Optional.empty();
            }
        }
    }
}
