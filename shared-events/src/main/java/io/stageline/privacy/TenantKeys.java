package io.stageline.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.stageline.events.Sealed;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** The keys of the tenants, derived from the master key: what may be personal but belongs to no contact is sealed with them. */
public final class TenantKeys {
    private static final int CACHED = 10_000;

    private final LoadingCache<UUID, SecretKey> keys;

    public TenantKeys(MasterKey master) {
        keys = Caffeine.newBuilder().maximumSize(CACHED).build(master::keyOf);
    }

    /** Seals a text for one field of one event. */
    public Sealed seal(UUID tenant, UUID stream, long version, String field, String text) {
        return new Sealed(Base64.getEncoder()
                .encodeToString(seal(tenant, boundTo(tenant, stream, version, field), text.getBytes(UTF_8))));
    }

    /** Opens a sealed text; null when there is none. */
    public @Nullable String open(UUID tenant, UUID stream, long version, String field, @Nullable Sealed sealed) {
        if (sealed == null) return null;
        var box = Base64.getDecoder().decode(sealed.box());
        return new String(open(tenant, boundTo(tenant, stream, version, field), box), UTF_8);
    }

    /** Seals bytes that can be opened for this purpose only. */
    public byte[] seal(UUID tenant, String purpose, byte[] text) {
        return Aes.encrypt(keys.get(tenant), text, purpose.getBytes(UTF_8));
    }

    /** Opens bytes that were sealed for this purpose. */
    public byte[] open(UUID tenant, String purpose, byte[] sealed) {
        return Aes.decrypt(keys.get(tenant), sealed, purpose.getBytes(UTF_8));
    }

    private static String boundTo(UUID tenant, UUID stream, long version, String field) {
        return tenant + " " + stream + " " + version + " " + field;
    }
}
