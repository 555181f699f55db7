package io.stageline.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** An HTTP answer of which only what a load needs is ever looked at. */
public final class Answer {
    private static final byte[] LENGTH = ascii("content-length:");
    private static final byte[] TAG = ascii("etag:");
    private static final byte[] POSITION = ascii("stageline-position:");

    private final ByteBuffer bytes;
    private final int head;

    private Answer(ByteBuffer bytes, int head) {
        this.bytes = bytes;
        this.head = head;
    }

    /** The length of the complete answer at the start of the buffer; 0 while it is not complete. */
    static int lengthOf(ByteBuffer received) {
        var head = headOf(received);
        if (head == 0) return 0;
        var whole = head + (int) Math.max(0, new Answer(received, head).number(LENGTH));
        return whole <= received.position() ? whole : 0;
    }

    static Answer of(ByteBuffer received) {
        return new Answer(received, headOf(received));
    }

    public int status() {
        return (bytes.get(9) - '0') * 100 + (bytes.get(10) - '0') * 10 + bytes.get(11) - '0';
    }

    public boolean isGood() {
        return bytes.get(9) == '2';
    }

    /** The version in the entity tag; -1 when there is none. */
    public long version() {
        return number(TAG);
    }

    /** The entity tag with its quotes. */
    public String tag() {
        for (var line = 0; line < head; line = nextLine(line)) {
            if (!startsWith(line, TAG)) continue;
            var value = new byte[nextLine(line) - line - TAG.length];
            bytes.get(line + TAG.length, value);
            return new String(value, StandardCharsets.US_ASCII).strip();
        }
        throw new IllegalStateException("no entity tag");
    }

    /** The position in the log; -1 when there is none. */
    public long position() {
        return number(POSITION);
    }

    /** The body as text. */
    public String body() {
        var length = (int) Math.max(0, number(LENGTH));
        var body = new byte[length];
        bytes.get(head, body);
        return new String(body, StandardCharsets.UTF_8);
    }

    private static int headOf(ByteBuffer received) {
        for (var i = 3; i < received.position(); i++)
            if (received.get(i) == '\n' && received.get(i - 1) == '\r' && received.get(i - 2) == '\n') return i + 1;
        return 0;
    }

    /** The first number in the header's value; -1 when there is none. */
    private long number(byte[] header) {
        for (var line = 0; line < head; line = nextLine(line)) {
            if (!startsWith(line, header)) continue;
            var at = line + header.length;
            while (bytes.get(at) < '0' || bytes.get(at) > '9') at++;
            long number = 0;
            for (; bytes.get(at) >= '0' && bytes.get(at) <= '9'; at++) number = number * 10 + bytes.get(at) - '0';
            return number;
        }
        return -1;
    }

    private int nextLine(int from) {
        var at = from;
        while (bytes.get(at) != '\n') at++;
        return at + 1;
    }

    private boolean startsWith(int at, byte[] lowerCase) {
        for (var i = 0; i < lowerCase.length; i++) {
            var found = bytes.get(at + i);
            if ((found >= 'A' && found <= 'Z' ? found + 32 : found) != lowerCase[i]) return false;
        }
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
