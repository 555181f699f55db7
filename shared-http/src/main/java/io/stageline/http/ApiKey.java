package io.stageline.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An API key as its owner holds it: {@code sl_<id, 32 hex>_<secret, 43 base64url>}. Only the hash of the secret is ever kept. */
public record ApiKey(UUID keyId, String secret) {
    private static final Pattern SHAPE = Pattern.compile("sl_([0-9a-f]{32})_([A-Za-z0-9_-]{43})");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 32;

    /** A new key with a secret that nobody can guess. */
    public static ApiKey generate(UUID keyId) {
        var secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return new ApiKey(keyId, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** The key written in the text, or null when the text is not a key. */
    public static @Nullable ApiKey parse(String text) {
        var shape = SHAPE.matcher(text);
        return shape.matches() ? new ApiKey(uuid(shape.group(1)), shape.group(2)) : null;
    }

    /** Whether a key is written anywhere in the text, where it has no business to be. */
    static boolean isIn(String text) {
        return text.contains("sl_") && SHAPE.matcher(text).find();
    }

    /** The whole key, to be shown to its owner once. */
    public String text() {
        return "sl_" + keyId.toString().replace("-", "") + "_" + secret;
    }

    /** SHA-256 of the secret: enough for 256 random bits, and cheap enough for every request. */
    public byte[] secretHash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "ApiKey[" + keyId + "]";
    }

    private static UUID uuid(String hex) {
        return new UUID(Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16));
    }
}
