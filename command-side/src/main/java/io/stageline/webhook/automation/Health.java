package io.stageline.webhook.automation;

import static io.stageline.webhook.events.WebhookEvent.EndpointDisabled.FAILING;
import static io.stageline.webhook.events.WebhookEvent.EndpointDisabled.GONE;

import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** Since when an endpoint has failed without one success, and that it is disabled when it goes on like that for days. */
final class Health {
    private static final Duration TOO_LONG = Duration.ofDays(3);
    private static final String FAILS = """
            INSERT INTO stageline.webhook_health AS h (tenant_id, endpoint_id, failing_since)
            SELECT tenant_id, endpoint_id, ? FROM stageline.webhook_endpoint WHERE tenant_id = ? AND endpoint_id = ?
                ON CONFLICT (tenant_id, endpoint_id) DO UPDATE SET failing_since = coalesce(h.failing_since, excluded.failing_since)
            RETURNING failing_since""";
    private static final String WORKS =
            "UPDATE stageline.webhook_health SET failing_since = NULL WHERE tenant_id = ? AND endpoint_id = ?";

    private final DataSource database;
    private final Clock clock;
    private final EndpointControl control;
    private final Map<EndpointKey, Optional<Instant>> failingSince = new ConcurrentHashMap<>();

    Health(DataSource database, Clock clock, EndpointControl control) {
        this.database = database;
        this.clock = clock;
        this.control = control;
    }

    void heard(Outcome outcome) throws SQLException {
        var endpoint = outcome.claim().lane().endpoint();
        if (outcome.verdict() instanceof Verdict.Delivered) works(endpoint);
        else fails(endpoint);
        if (outcome.verdict() instanceof Verdict.Gone) control.disable(endpoint, GONE);
    }

    /** Forgets what is known of an endpoint about which something was decided. */
    void forget(EndpointKey endpoint) {
        failingSince.remove(endpoint);
    }

    private void works(EndpointKey endpoint) throws SQLException {
        if (Optional.empty().equals(failingSince.get(endpoint))) return;
        try (var connection = database.getConnection();
                var update = connection.prepareStatement(WORKS)) {
            update.setObject(1, endpoint.tenant());
            update.setObject(2, endpoint.endpoint());
            update.executeUpdate();
        }
        failingSince.put(endpoint, Optional.empty());
    }

    private void fails(EndpointKey endpoint) throws SQLException {
        var known = failingSince.getOrDefault(endpoint, Optional.empty());
        if (known.isPresent() && !isTooLong(known.get())) return;
        var since = stored(endpoint);
        failingSince.put(endpoint, since);
        if (since.isPresent() && isTooLong(since.get())) control.disable(endpoint, FAILING);
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
