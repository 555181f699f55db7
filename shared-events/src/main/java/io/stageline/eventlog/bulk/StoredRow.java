package io.stageline.eventlog.bulk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event with all that is recorded of it, as PostgreSQL's binary COPY writes it; every field is read in its place. */
final class StoredRow {
    /** The fields in their order; those of fixed length first. */
    static final String COLUMNS =
            "position, tenant_id, stream_id, version, event_id, recorded_at, actor_id, causation_id,"
                    + " correlation_id, type, payload, digest";
    /** The same without the payloads of the types that are listed. */
    static final String COLUMNS_UNLESS =
            COLUMNS.replace(" payload,", " CASE WHEN type = ANY ('{%s}') THEN NULL ELSE payload END AS payload,");

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int SIGNATURE = 'P' << 24 | 'G' << 16 | 'C' << 8 | 'O';
    private static final int HEADER = 19;
    private static final int FIELDS = 2;
    private static final int LENGTH = 4;
    private static final int NUMBER = 8 + LENGTH;
    private static final int ID = 16 + LENGTH;
    private static final int POSITION = FIELDS + LENGTH;
    private static final int TENANT = POSITION + NUMBER;
    private static final int STREAM = TENANT + ID;
    private static final int VERSION = STREAM + ID;
    private static final int EVENT_ID = VERSION + NUMBER;
    private static final int RECORDED_AT = EVENT_ID + ID;
    private static final int ACTOR = RECORDED_AT + NUMBER;
    private static final int CAUSATION = ACTOR + ID;
    private static final int CORRELATION = CAUSATION + ID;
    private static final int TYPE = CORRELATION + ID;
    /** Before the text of a jsonb stands the version of its format. */
    private static final int JSONB = 1;

    private static final long SECONDS_UNTIL_2000 = 946_684_800;
    private static final long MICROS = 1_000_000;

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

    UUID tenant() {
        return id(TENANT);
    }

    UUID stream() {
        return id(STREAM);
    }

    long version() {
        return number(VERSION);
    }

    UUID eventId() {
        return id(EVENT_ID);
    }

    Instant recordedAt() {
        var micros = number(RECORDED_AT);
        var seconds = Math.floorDiv(micros, MICROS) + SECONDS_UNTIL_2000;
        return Instant.ofEpochSecond(seconds, Math.floorMod(micros, MICROS) * 1_000);
    }

    UUID actor() {
        return id(ACTOR);
    }

    UUID causation() {
        return id(CAUSATION);
    }

    UUID correlation() {
        return id(CORRELATION);
    }

    byte[] bytes() {
        return bytes;
    }

    int type() {
        return start + TYPE;
    }

    int typeLength() {
        return (int) INT.get(bytes, start + TYPE - LENGTH);
    }

    /** Whether the payload was asked for; only then there is one. */
    boolean hasPayload() {
        return (int) INT.get(bytes, start + TYPE + typeLength()) >= 0;
    }

    int payload() {
        return start + TYPE + typeLength() + LENGTH + JSONB;
    }

    int payloadLength() {
        return (int) INT.get(bytes, payload() - LENGTH - JSONB) - JSONB;
    }

    /** What {@code append} has computed of the event; nothing if it is from before there were digests. */
    @Nullable
    UUID digest() {
        var length = payload() + payloadLength();
        return (int) INT.get(bytes, length) < 0 ? null : id(length + LENGTH - start);
    }

    private UUID id(int field) {
        return new UUID(number(field), number(field + 8));
    }

    private long number(int field) {
        return (long) LONG.get(bytes, start + field);
    }
}
