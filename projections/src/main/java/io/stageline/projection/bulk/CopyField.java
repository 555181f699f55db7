package io.stageline.projection.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

/** How PostgreSQL receives a value of one type, after the length of its field. */
enum CopyField {
    UUID_VALUE("uuid") {
        @Override
        void write(CopyBuffer to, Object value) {
            to.uuid((UUID) value);
        }
    },
    TEXT("text") {
        @Override
        void write(CopyBuffer to, Object value) {
            to.bytes(value.toString().getBytes(UTF_8));
        }
    },
    JSON("jsonb") {
        @Override
        void write(CopyBuffer to, Object value) {
            to.int1(1).bytes(value.toString().getBytes(UTF_8)); // the version of the format comes first
        }
    },
    TIME("timestamptz") {
        @Override
        void write(CopyBuffer to, Object value) {
            to.int8(micros((Instant) value));
        }
    },
    NUMERIC("numeric") {
        @Override
        void write(CopyBuffer to, Object value) {
            Numeric.write(to, (BigDecimal) value);
        }
    },
    SMALL("int2") {
        @Override
        void write(CopyBuffer to, Object value) {
            to.int2(((Number) value).shortValue());
        }
    },
    INT("int4") {
        @Override
        void write(CopyBuffer to, Object value) {
            to.int4(((Number) value).intValue());
        }
    },
    LONG("int8") {
        @Override
        void write(CopyBuffer to, Object value) {
            to.int8(((Number) value).longValue());
        }
    },
    FLAG("bool") {
        @Override
        void write(CopyBuffer to, Object value) {
            to.int1((Boolean) value ? 1 : 0);
        }
    },
    TEXTS("text[]") {
        @Override
        void write(CopyBuffer to, Object value) {
            var texts = (Collection<?>) value;
            to.int4(texts.isEmpty() ? 0 : 1).int4(0).int4(OID_OF_TEXT);
            if (texts.isEmpty()) return;
            to.int4(texts.size()).int4(1);
            for (var text : texts) to.text((String) text);
        }
    };

    private static final int OID_OF_TEXT = 25;
    private static final long SECONDS_UNTIL_2000 = 946_684_800;

    private final String type;

    CopyField(String type) {
        this.type = type;
    }

    abstract void write(CopyBuffer to, Object value);

    static CopyField of(String type) {
        for (var field : values()) if (field.type.equals(type)) return field;
        throw new IllegalArgumentException("no way to copy " + type);
    }

    /** A time is cut as the folds cut it, and counted from the year 2000. */
    private static long micros(Instant time) {
        var seconds = Math.subtractExact(time.getEpochSecond(), SECONDS_UNTIL_2000);
        return Math.addExact(Math.multiplyExact(seconds, 1_000_000L), time.getNano() / 1_000);
    }
}
