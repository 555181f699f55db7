package io.stageline.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The one secret of an installation (32 bytes): it wraps the contacts' keys, and all other secrets derive from it. */
public final class MasterKey {
    /** Length of the key in bytes. */
    public static final int BYTES = 32;

    private final Mac keyed;
    private final SecretKey wrapping;

    public MasterKey(byte[] key) {
        if (key.length != BYTES) throw new IllegalArgumentException("the master key must have 32 bytes");
        this.keyed = keyed(key);
        this.wrapping = new SecretKeySpec(mac("wrap contact keys"), "AES");
    }

    /** A secret for one purpose, such as the password of a database role; the same for the same key. */
    public String derive(String purpose) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac("secret " + purpose));
    }

    /** An id that stands for a tenant's text and gives nothing of it away without this key (UUID version 8). */
    public UUID idOf(UUID tenant, String purpose, String text) {
        var bytes = ByteBuffer.wrap(mac("id " + purpose + " " + tenant + " " + text));
        var high = bytes.getLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x8000L;
        var low = bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** Text that only the same key can open again, and only for the same purpose. */
    public byte[] seal(String purpose, byte[] text) {
        return Aes.encrypt(sealing(purpose), text, purpose.getBytes(UTF_8));
    }

    /** What was sealed for this purpose; an {@link IllegalStateException} if it was not. */
    public byte[] open(String purpose, byte[] sealed) {
        return Aes.decrypt(sealing(purpose), sealed, purpose.getBytes(UTF_8));
    }

    private SecretKey sealing(String purpose) {
        return new SecretKeySpec(mac("seal " + purpose), "AES");
    }

    byte[] wrap(SecretKey contactKey, byte[] boundTo) {
        return Aes.encrypt(wrapping, contactKey.getEncoded(), boundTo);
    }

    SecretKey unwrap(byte[] wrapped, byte[] boundTo) {
        return new SecretKeySpec(Aes.decrypt(wrapping, wrapped, boundTo), "AES");
    }

    private static Mac keyed(byte[] key) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private byte[] mac(String text) {
        try {
            return ((Mac) keyed.clone()).doFinal(text.getBytes(UTF_8)); // a clone is cheaper than a new one
        } catch (CloneNotSupportedException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
