package io.stageline.webhook.automation;

import static io.stageline.webhook.events.EndpointSettings.HEADERS;
import static io.stageline.webhook.events.EndpointSettings.SECRET;
import static io.stageline.webhook.events.EndpointSettings.URL;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.stageline.events.Sealed;
import io.stageline.privacy.Secrets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The endpoints as those who deliver know them, each read again when it has another version. */
final class Targets {
    private static final String LOAD = """
            SELECT version, url, headers, secret, previous_secret, previous_until, timeout_seconds, per_second, retry_seconds
              FROM stageline.webhook_endpoint
             WHERE tenant_id = ? AND endpoint_id = ?""";
    private static final int REMEMBERED = 10_000;
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Cache<EndpointKey, Target> known =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private final DataSource database;
    private final Secrets secrets;

    Targets(DataSource database, Secrets secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    /** The endpoint at this version or a later one; nothing when it was deleted. */
    Optional<Target> of(EndpointKey key, long version) throws SQLException {
        var target = known.getIfPresent(key);
        if (target != null && target.version() >= version) return Optional.of(target);
        var loaded = load(key);
        loaded.ifPresent(found -> known.put(key, found));
        return loaded;
    }

    private Optional<Target> load(EndpointKey key) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(LOAD)) {
            select.setObject(1, key.tenant());
            select.setObject(2, key.endpoint());
            try (var row = select.executeQuery()) {
                return row.next() ? Optional.of(target(key, row)) : Optional.empty();
            }
        }
    }

    private Target target(EndpointKey key, ResultSet row) throws SQLException {
        var headers = open(key, HEADERS, row.getString("headers"));
        return new Target(
                row.getLong("version"),
                new Sealed(row.getString("url")),
                opened(key, URL, row.getString("url")),
                headers == null ? Map.of() : JSON.readValue(headers, TEXTS),
                opened(key, SECRET, row.getString("secret")),
                open(key, SECRET, row.getString("previous_secret")),
                FeedTables.time(row.getTimestamp("previous_until")),
                Duration.ofSeconds(row.getInt("timeout_seconds")),
                row.getObject("per_second", Integer.class),
                new RetrySchedule(List.of(FeedTables.array(row.getArray("retry_seconds"), Integer[].class))));
    }

    private @Nullable String open(EndpointKey key, String field, @Nullable String box) {
        return box == null ? null : opened(key, field, box);
    }

    private String opened(EndpointKey key, String field, String box) {
        return secrets.open(key.tenant(), key.endpoint(), field, new Sealed(box));
    }
}
