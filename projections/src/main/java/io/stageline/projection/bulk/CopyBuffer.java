package io.stageline.projection.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import org.postgresql.copy.CopyIn;

/** Bytes on their way into a COPY: numbers with the highest byte first, each value after its length. */
final class CopyBuffer {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final int FULL = 64 * 1024;

    private byte[] bytes = new byte[FULL + FULL / 4];
    private int length;

    CopyBuffer int1(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
        return this;
    }

    CopyBuffer int2(int value) {
        ensure(Short.BYTES);
        SHORT.set(bytes, length, (short) value);
        length += Short.BYTES;
        return this;
    }

    CopyBuffer int4(int value) {
        ensure(Integer.BYTES);
        INT.set(bytes, length, value);
        length += Integer.BYTES;
        return this;
    }

    CopyBuffer int8(long value) {
        ensure(Long.BYTES);
        LONG.set(bytes, length, value);
        length += Long.BYTES;
        return this;
    }

    CopyBuffer uuid(UUID value) {
        return int8(value.getMostSignificantBits()).int8(value.getLeastSignificantBits());
    }

    /** The text after its length; with nothing but these two it is a field of type text. */
    CopyBuffer text(String value) {
        var encoded = value.getBytes(UTF_8);
        return int4(encoded.length).bytes(encoded);
    }

    CopyBuffer bytes(byte[] added) {
        ensure(added.length);
        System.arraycopy(added, 0, bytes, length, added.length);
        length += added.length;
        return this;
    }

    /** Leaves room for the length of what comes next; gives back where. */
    int begin() {
        int4(0);
        return length;
    }

    /** Fills in the length of all that came since. */
    void end(int begun) {
        INT.set(bytes, begun - Integer.BYTES, length - begun);
    }

    /** Sends what is here if it is much. */
    void sendIfFull(CopyIn copy) throws SQLException {
        if (length >= FULL) send(copy);
    }

    void send(CopyIn copy) throws SQLException {
        if (length > 0) copy.writeToCopy(bytes, 0, length);
        clear();
    }

    void clear() {
        length = 0;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
}
