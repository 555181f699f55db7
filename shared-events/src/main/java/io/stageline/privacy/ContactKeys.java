package io.stageline.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.stageline.eventlog.Append.KeyChange;
import io.stageline.events.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The keys of the contacts: personal text is sealed with them before it enters the log and opened for what is shown. */
public final class ContactKeys {
    private static final String LOAD = """
            SELECT k.tenant_id, k.contact_id, k.wrapped
              FROM unnest(?::uuid[], ?::uuid[]) AS wanted(tenant, contact)
              JOIN stageline.contact_key k ON k.tenant_id = wanted.tenant AND k.contact_id = wanted.contact""";
    private static final int CACHED = 50_000;
    /** How long another process may still open text of a contact that was erased here. */
    private static final Duration REMEMBERED = Duration.ofSeconds(60);

    private final MasterKey master;
    private final JdbcTemplate database;
    private final Cache<TenantContact, SecretKey> keys = Caffeine.newBuilder()
            .maximumSize(CACHED)
            .expireAfterWrite(REMEMBERED)
            .build();

    private final Cache<TenantContact, Boolean> gone = Caffeine.newBuilder()
            .maximumSize(CACHED)
            .expireAfterWrite(REMEMBERED)
            .build();

    public ContactKeys(MasterKey master, DataSource database) {
        this.master = master;
        this.database = new JdbcTemplate(database);
    }

    /** Makes a key for a new contact; the change must be appended together with the contact's first event. */
    public KeyChange create(TenantContact owner) {
        var key = Aes.newKey();
        keys.put(owner, key);
        return new KeyChange(owner.contact(), master.wrap(key, boundTo(owner)));
    }

    /** The destruction of a contact's key; it must be appended together with the contact's last event. */
    public KeyChange destroy(TenantContact owner) {
        return new KeyChange(owner.contact(), null);
    }

    /** Forgets what this process knows of the contact's key, because it changed or its change was not appended. */
    public void forget(TenantContact owner) {
        keys.invalidate(owner);
    }

    /** Whether the contact's key exists, that is, whether the contact is known and not erased. */
    public boolean exists(TenantContact owner) {
        return key(owner).isPresent();
    }

    /** Seals a text for one field of one event; null stays null. Fails when the contact has no key. */
    public @Nullable Sealed seal(TenantContact owner, UUID stream, long version, String field, @Nullable String text) {
        if (text == null) return null;
        var box = Aes.encrypt(
                key(owner).orElseThrow(), text.getBytes(UTF_8), boundTo(owner.tenant(), stream, version, field));
        return new Sealed(Base64.getEncoder().encodeToString(box));
    }

    /** Opens a sealed text; null when there is none or the contact's key is gone. */
    public @Nullable String open(
            UUID tenant, UUID contact, UUID stream, long version, String field, @Nullable Sealed sealed) {
        var owner = new TenantContact(tenant, contact);
        if (sealed == null || gone.getIfPresent(owner) != null) return null;
        return key(owner)
                .map(key -> Aes.decrypt(
                        key, Base64.getDecoder().decode(sealed.box()), boundTo(tenant, stream, version, field)))
                .map(bytes -> new String(bytes, UTF_8))
                .orElse(null);
    }

    /** Loads the keys of many contacts with one statement; that a key is gone is remembered too, it never comes back. */
    public void preload(Collection<TenantContact> owners) {
        var missing = owners.stream()
                .distinct()
                .filter(owner -> keys.getIfPresent(owner) == null && gone.getIfPresent(owner) == null)
                .toList();
        if (missing.isEmpty()) return;
        load(missing);
        missing.stream()
                .filter(owner -> keys.getIfPresent(owner) == null)
                .forEach(owner -> gone.put(owner, Boolean.TRUE));
    }

    private Optional<SecretKey> key(TenantContact owner) {
        var known = keys.getIfPresent(owner);
        if (known != null) return Optional.of(known);
        load(List.of(owner));
        return Optional.ofNullable(keys.getIfPresent(owner));
    }

    private void load(List<TenantContact> owners) {
        var tenants = owners.stream().map(TenantContact::tenant).toArray(UUID[]::new);
        var contacts = owners.stream().map(TenantContact::contact).toArray(UUID[]::new);
        database.query(LOAD, this::remember, tenants, contacts);
    }

    private void remember(ResultSet row) throws SQLException {
        var owner = new TenantContact(row.getObject(1, UUID.class), row.getObject(2, UUID.class));
        keys.put(owner, master.unwrap(row.getBytes(3), boundTo(owner)));
    }

    private static byte[] boundTo(TenantContact owner) {
        return ("key " + owner.tenant() + " " + owner.contact()).getBytes(UTF_8);
    }

    private static byte[] boundTo(UUID tenant, UUID stream, long version, String field) {
        return (tenant + " " + stream + " " + version + " " + field).getBytes(UTF_8);
    }
}
