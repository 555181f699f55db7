package io.stageline.webhook.automation;

import io.stageline.events.Sealed;
import io.stageline.privacy.Secrets;
import io.stageline.webhook.automation.FedEndpoint.Keys;
import io.stageline.webhook.automation.FedEndpoint.State;
import io.stageline.webhook.events.EndpointSettings;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of the endpoints, as the feed keeps them. */
final class FeedTables {
    private static final String ENDPOINTS = """
            SELECT tenant_id, endpoint_id, name, url, headers, event_types, timeout_seconds, per_second, retry_seconds,
                   secret, previous_secret, previous_until, state, disabled_because, last_sequence, version, created_at, changed_at
              FROM stageline.webhook_endpoint
             WHERE log_id = ?
             ORDER BY tenant_id, endpoint_id""";
    private static final String KEEP = """
            INSERT INTO stageline.webhook_endpoint AS e
                   (tenant_id, endpoint_id, log_id, origin, name, url, headers, event_types, timeout_seconds, per_second, retry_seconds,
                    secret, previous_secret, previous_until, state, disabled_because, last_sequence, version, created_at, changed_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (tenant_id, endpoint_id) DO UPDATE
               SET origin = excluded.origin, name = excluded.name, url = excluded.url, headers = excluded.headers,
                   event_types = excluded.event_types, timeout_seconds = excluded.timeout_seconds,
                   per_second = excluded.per_second, retry_seconds = excluded.retry_seconds, secret = excluded.secret,
                   previous_secret = excluded.previous_secret, previous_until = excluded.previous_until,
                   state = excluded.state, disabled_because = excluded.disabled_because,
                   last_sequence = excluded.last_sequence, version = excluded.version, changed_at = excluded.changed_at""";

    private final int log;
    private final Secrets secrets;

    FeedTables(int log, Secrets secrets) {
        this.log = log;
        this.secrets = secrets;
    }

    /** All endpoints whose tenants live in the log. */
    FedEndpoints endpoints(Connection connection) throws SQLException {
        var endpoints = new FedEndpoints();
        try (var select = connection.prepareStatement(ENDPOINTS)) {
            select.setInt(1, log);
            try (var rows = select.executeQuery()) {
                while (rows.next()) endpoints.put(endpoint(rows));
            }
        }
        return endpoints;
    }

    private static FedEndpoint endpoint(ResultSet row) throws SQLException {
        var settings = new EndpointSettings(
                row.getString("name"),
                new Sealed(row.getString("url")),
                sealed(row.getString("headers")),
                List.of(array(row.getArray("event_types"), String[].class)),
                row.getInt("timeout_seconds"),
                row.getObject("per_second", Integer.class),
                List.of(array(row.getArray("retry_seconds"), Integer[].class)));
        return new FedEndpoint(
                new EndpointKey(row.getObject("tenant_id", UUID.class), row.getObject("endpoint_id", UUID.class)),
                settings,
                new Keys(
                        new Sealed(row.getString("secret")),
                        sealed(row.getString("previous_secret")),
                        time(row.getTimestamp("previous_until"))),
                State.valueOf(row.getString("state")),
                row.getString("disabled_because"),
                row.getLong("last_sequence"),
                row.getLong("version"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("changed_at").toInstant());
    }

    static <T> T array(Array array, Class<T> type) throws SQLException {
        return type.cast(array.getArray());
    }

    static @Nullable Sealed sealed(@Nullable String box) {
        return box == null ? null : new Sealed(box);
    }

    static @Nullable Instant time(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    void keep(Connection connection, Collection<FedEndpoint> endpoints) throws SQLException {
        if (endpoints.isEmpty()) return;
        try (var insert = connection.prepareStatement(KEEP)) {
            for (var endpoint : endpoints) {
                bind(connection, insert, endpoint);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void bind(Connection connection, PreparedStatement insert, FedEndpoint endpoint) throws SQLException {
        var settings = endpoint.settings();
        var values = new @Nullable Object[] {
            endpoint.key().tenant(),
            endpoint.key().endpoint(),
            log,
            origin(endpoint),
            settings.name(),
            settings.url().box(),
            box(settings.headers()),
            connection.createArrayOf("text", settings.eventTypes().toArray()),
            settings.timeoutSeconds(),
            settings.perSecond(),
            connection.createArrayOf("int4", settings.retrySeconds().toArray()),
            endpoint.keys().secret().box(),
            box(endpoint.keys().previous()),
            timestamp(endpoint.keys().previousUntil()),
            endpoint.state().name(),
            endpoint.disabledBecause(),
            endpoint.lastSequence(),
            endpoint.version(),
            timestamp(endpoint.createdAt()),
            timestamp(endpoint.changedAt())
        };
        for (var i = 0; i < values.length; i++) insert.setObject(i + 1, values[i]);
    }

    /** For people; a URL that cannot be opened any more must not hold up the others. */
    private String origin(FedEndpoint endpoint) {
        var key = endpoint.key();
        var url = endpoint.settings().url();
        try {
            return Receiver.originOf(secrets.open(key.tenant(), key.endpoint(), EndpointSettings.URL, url));
        } catch (IllegalStateException unreadable) {
            return "";
        }
    }

    private static @Nullable String box(@Nullable Sealed sealed) {
        return sealed == null ? null : sealed.box();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant time) {
        return time == null ? null : Timestamp.from(time);
    }
}
