package io.stageline.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.stageline.eventlog.Append.KeyChange;
import io.stageline.eventlog.AppendContext;
import io.stageline.events.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import javax.sql.DataSource;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
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

    private static final Sealed NEVER_STORED = new Sealed("");

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

    /** Makes a key for a new contact; it must be appended with the contact's first event and is known to all only then. */
    public KeyChange create(TenantContact owner) {
        var key = Aes.newKey();
        gone.invalidate(owner);
        if (CurrentUnitOfWork.isStarted()) {
            var work = CurrentUnitOfWork.get().root();
            work.resources().put(resource(owner), key);
            AppendContext.onceAppended(() -> keys.put(owner, key));
        }
        return new KeyChange(owner.contact(), master.wrap(key, boundTo(owner)));
    }

    /** The destruction of a contact's key; it must be appended together with the contact's last event. */
    public KeyChange destroy(TenantContact owner) {
        if (CurrentUnitOfWork.isStarted()) AppendContext.onceAppended(() -> erased(owner));
        return new KeyChange(owner.contact(), null);
    }

    /** Takes notice that the contact was erased: its key is not used any more, even if it was just being loaded. */
    public void erased(TenantContact owner) {
        gone.put(owner, Boolean.TRUE);
        keys.invalidate(owner);
    }

    /** Whether the contact's key exists, that is, whether the contact is known and not erased. */
    public boolean exists(TenantContact owner) {
        return key(owner).isPresent();
    }

    /** Seals a text for one field of one event; null stays null. Fails when the contact has no key, but for a dry run. */
    public @Nullable Sealed seal(TenantContact owner, UUID stream, long version, String field, @Nullable String text) {
        if (text == null) return null;
        if (AppendContext.currentRehearsal() != null) return NEVER_STORED;
        return sealed(key(owner).orElseThrow(), owner, stream, version, field, text);
    }

    /** Seals a text for one field of one event; nothing when the contact has no key, or not any more. */
    public Optional<Sealed> sealIfKnown(TenantContact owner, UUID stream, long version, String field, String text) {
        return key(owner).map(key -> sealed(key, owner, stream, version, field, text));
    }

    private static Sealed sealed(
            SecretKey key, TenantContact owner, UUID stream, long version, String field, String text) {
        var box = Aes.encrypt(key, text.getBytes(UTF_8), boundTo(owner.tenant(), stream, version, field));
        return new Sealed(Base64.getEncoder().encodeToString(box));
    }

    /** Opens a sealed text; null when there is none or the contact's key is gone. */
    public @Nullable String open(
            UUID tenant, UUID contact, UUID stream, long version, String field, @Nullable Sealed sealed) {
        if (sealed == null) return null;
        return key(new TenantContact(tenant, contact))
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
        var found = load(missing);
        for (var owner : missing) if (!found.containsKey(owner)) gone.put(owner, Boolean.TRUE);
    }

    /** Those who have a key, by one statement for all that are not remembered; who has none may get one at any time. */
    public Set<TenantContact> known(Collection<TenantContact> owners) {
        var missing = owners.stream()
                .distinct()
                .filter(owner -> keys.getIfPresent(owner) == null && gone.getIfPresent(owner) == null)
                .toList();
        var loaded = missing.isEmpty() ? Set.<TenantContact>of() : load(missing).keySet();
        return owners.stream()
                .filter(owner -> loaded.contains(owner) || keys.getIfPresent(owner) != null)
                .collect(Collectors.toSet());
    }

    private Optional<SecretKey> key(TenantContact owner) {
        if (CurrentUnitOfWork.isStarted()) {
            SecretKey fresh = CurrentUnitOfWork.get().root().getResource(resource(owner));
            if (fresh != null) return Optional.of(fresh);
        }
        if (gone.getIfPresent(owner) != null) return Optional.empty();
        var known = keys.getIfPresent(owner);
        return known != null
                ? Optional.of(known)
                : Optional.ofNullable(load(List.of(owner)).get(owner));
    }

    /** What the database holds; the cache may drop any of it at once, so its answer is not asked for again. */
    private Map<TenantContact, SecretKey> load(List<TenantContact> owners) {
        var tenants = owners.stream().map(TenantContact::tenant).toArray(UUID[]::new);
        var contacts = owners.stream().map(TenantContact::contact).toArray(UUID[]::new);
        var found = new HashMap<TenantContact, SecretKey>();
        database.query(
                LOAD,
                row -> {
                    unwrap(row, found);
                },
                tenants,
                contacts);
        keys.putAll(found);
        return found;
    }

    private void unwrap(ResultSet row, Map<TenantContact, SecretKey> found) throws SQLException {
        var owner = new TenantContact(row.getObject(1, UUID.class), row.getObject(2, UUID.class));
        found.put(owner, master.unwrap(row.getBytes(3), boundTo(owner)));
    }

    private static String resource(TenantContact owner) {
        return "key of " + owner.tenant() + " " + owner.contact();
    }

    private static byte[] boundTo(TenantContact owner) {
        return ("key " + owner.tenant() + " " + owner.contact()).getBytes(UTF_8);
    }

    private static byte[] boundTo(UUID tenant, UUID stream, long version, String field) {
        return (tenant + " " + stream + " " + version + " " + field).getBytes(UTF_8);
    }
}
