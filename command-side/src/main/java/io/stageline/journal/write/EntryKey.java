package io.stageline.journal.write;

import io.stageline.eventlog.StreamKey;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** A contact in a journal of a tenant, with its stream, whose id derives from all three (UUID version 8). */
public record EntryKey(UUID tenant, UUID journalId, UUID contactId, StreamKey stream) {

    public EntryKey(UUID tenant, UUID journalId, UUID contactId) {
        this(tenant, journalId, contactId, streamOf(tenant, journalId, contactId));
    }

    private static StreamKey streamOf(UUID tenant, UUID journalId, UUID contactId) {
        var name = ByteBuffer.allocate(48);
        for (var id : new UUID[] {tenant, journalId, contactId})
            name.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        var digest = ByteBuffer.wrap(sha256(name.array()));
        var high = digest.getLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x8000L;
        var low = digest.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new StreamKey(tenant, new UUID(high, low));
    }

    private static byte[] sha256(byte[] name) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(name);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
