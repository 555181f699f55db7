package io.stageline.eventlog.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event as PostgreSQL's binary COPY writes it: every field in its place, read without copying. */
final class EventRow {
    /** The fields in their order; those of fixed length first. */
    static final String COLUMNS = "position, tenant_id, stream_id, version, event_id";

    static final String ALL_COLUMNS = COLUMNS + ", type, payload, digest";

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int SIGNATURE = 'P' << 24 | 'G' << 16 | 'C' << 8 | 'O';
    private static final int HEADER = 19;
    private static final int FIELDS = 2;
    private static final int LENGTH = 4;
    private static final int POSITION = FIELDS + LENGTH;
    private static final int TENANT = POSITION + 8 + LENGTH;
    private static final int STREAM = TENANT + 16 + LENGTH;
    private static final int VERSION = STREAM + 16 + LENGTH;
    private static final int EVENT_ID = VERSION + 8 + LENGTH;
    private static final int TYPE = EVENT_ID + 16 + LENGTH;
    /** Before the text of a jsonb stands the version of its format. */
    private static final int JSONB = 1;

    private byte[] bytes = {};
    private int start;

    /** Takes the next message of a COPY; false when it holds no event, as the last one does. */
    boolean take(byte[] message) {
        bytes = message;
        start = message.length >= HEADER && (int) INT.get(message, 0) == SIGNATURE ? HEADER : 0;
        return message.length - start > FIELDS;
    }

    long position() {
        return number(POSITION);
    }

    long version() {
        return number(VERSION);
    }

    long tenantHigh() {
        return number(TENANT);
    }

    long tenantLow() {
        return number(TENANT + 8);
    }

    UUID stream() {
        return new UUID(number(STREAM), number(STREAM + 8));
    }

    /** A number that stands for the tenant and stream; two streams with the same one are as good as impossible, not impossible. */
    long streamHash() {
        var hash = mixed(mixed(tenantHigh()) ^ tenantLow());
        return mixed(mixed(hash ^ number(STREAM)) ^ number(STREAM + 8));
    }

    /** A number that stands for the event id within its stream. */
    long idHash(long streamHash) {
        return mixed(mixed(streamHash ^ number(EVENT_ID)) ^ number(EVENT_ID + 8));
    }

    String type() {
        return new String(bytes, start + TYPE, length(TYPE), UTF_8);
    }

    byte[] bytes() {
        return bytes;
    }

    int payload() {
        return start + TYPE + length(TYPE) + LENGTH + JSONB;
    }

    int payloadLength() {
        return (int) INT.get(bytes, payload() - LENGTH - JSONB) - JSONB;
    }

    /** None for an event from before there were digests. */
    @Nullable
    UUID digest() {
        var digest = payload() - start + payloadLength() + LENGTH;
        return length(digest) < 0 ? null : new UUID(number(digest), number(digest + 8));
    }

    private int length(int field) {
        return (int) INT.get(bytes, start + field - LENGTH);
    }

    private long number(int field) {
        return (long) LONG.get(bytes, start + field);
    }

    private static long mixed(long bits) {
        var mixed = (bits ^ bits >>> 32) * 0xD6E8FEB86659FD93L;
        mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
        return mixed ^ mixed >>> 32;
    }
}
