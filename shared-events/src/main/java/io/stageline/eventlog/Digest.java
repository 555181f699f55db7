package io.stageline.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells an event that was changed after it was appended: MD5, as {@code append} has computed it. For one thread at a time. */
public final class Digest {
    private final MessageDigest md5 = md5();

    /** Whether the event, its payload as the database writes it, is what was appended; without a digest nobody can tell, and it is. */
    public boolean fits(
            @Nullable UUID digest, UUID stream, long version, String type, byte[] payload, int from, int length) {
        if (digest == null) return true;
        md5.update((stream + " " + version + " " + type + " ").getBytes(UTF_8));
        md5.update(payload, from, length);
        var sum = ByteBuffer.wrap(md5.digest());
        return sum.getLong() == digest.getMostSignificantBits() && sum.getLong() == digest.getLeastSignificantBits();
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
