package io.stageline.tenant.write;

import com.github.f4b6a3.uuid.UuidCreator;
import io.stageline.http.ApiKey;
import io.stageline.http.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The tenants of the installation and their API keys. */
public final class Tenants {
    private static final String OPEN = """
            INSERT INTO stageline.tenant (tenant_id, log_id, name, created_at)
            SELECT ?, h.log_id, ?, ?
              FROM stageline.log_head h
              LEFT JOIN stageline.tenant t ON t.log_id = h.log_id
             GROUP BY h.log_id
             ORDER BY count(t.tenant_id), h.log_id
             LIMIT 1
                ON CONFLICT (name) DO NOTHING""";
    private static final String FIND = "SELECT tenant_id FROM stageline.tenant WHERE name = ?";
    private static final String ADD_KEY = """
            INSERT INTO stageline.api_key (tenant_id, key_id, name, secret_hash, scopes, created_at)
            VALUES (?, ?, ?, ?, ?, ?)""";
    private static final String KEYS = """
            SELECT key_id, name, scopes, created_at, revoked_at
              FROM stageline.api_key
             WHERE tenant_id = ? AND (?::uuid IS NULL OR key_id > ?)
             ORDER BY key_id
             LIMIT ?""";
    private static final String COUNT_KEYS = "SELECT count(*) FROM stageline.api_key WHERE tenant_id = ?";
    private static final String REVOKE = """
            UPDATE stageline.api_key
               SET revoked_at = ?
             WHERE tenant_id = ? AND key_id = ? AND revoked_at IS NULL""";

    private final JdbcTemplate database;
    private final Clock clock;

    public Tenants(DataSource database, Clock clock) {
        this.database = new JdbcTemplate(database);
        this.clock = clock;
    }

    /** A key as it may be shown: everything but the secret. */
    public record KeyInfo(
            UUID keyId,
            String name,
            List<Scope> scopes,
            Instant createdAt,
            @Nullable Instant revokedAt) {}

    /** Opens a tenant of this name, in the log with the fewest tenants; if there is one, that one. */
    public UUID open(String name) {
        database.update(OPEN, UuidCreator.getTimeOrderedEpoch(), name, now());
        return find(name).orElseThrow();
    }

    public Optional<UUID> find(String name) {
        return database.queryForList(FIND, UUID.class, name).stream().findFirst();
    }

    /** Makes a key for a tenant; its secret is in the result and nowhere else. */
    public ApiKey addKey(UUID tenant, String name, Collection<Scope> scopes) {
        var key = ApiKey.generate(UuidCreator.getTimeOrderedEpoch());
        var words = scopes.stream().map(Scope::name).distinct().sorted().toArray(String[]::new);
        database.update(ADD_KEY, tenant, key.keyId(), name, key.secretHash(), words, now());
        return key;
    }

    /** The keys of a tenant after the given one, in the order of their creation. */
    public List<KeyInfo> keys(UUID tenant, @Nullable UUID after, int limit) {
        return database.query(KEYS, Tenants::keyInfo, tenant, after, after, limit);
    }

    public long countKeys(UUID tenant) {
        Long count = database.queryForObject(COUNT_KEYS, Long.class, tenant);
        return count == null ? 0 : count;
    }

    /** Revokes a key; false when the tenant has no such key in force. */
    public boolean revoke(UUID tenant, UUID keyId) {
        return database.update(REVOKE, now(), tenant, keyId) > 0;
    }

    private static KeyInfo keyInfo(ResultSet row, int number) throws SQLException {
        var scopes = Arrays.stream((String[]) row.getArray(3).getArray()).map(Scope::valueOf);
        var revoked = row.getTimestamp(5);
        return new KeyInfo(
                row.getObject(1, UUID.class),
                row.getString(2),
                scopes.toList(),
                row.getTimestamp(4).toInstant(),
                revoked == null ? null : revoked.toInstant());
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant().truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
    }
}
