package io.stageline.link;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** Reads along what a client says to PostgreSQL, and tells when it asks for an append, which commits by itself. */
final class SentMessages {
    private static final int SSL_REQUEST = 80877103;
    private static final String APPEND = "stageline.append(";
    private static final int HEADER = 5;

    private final Set<String> appends = new HashSet<>();
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private boolean greeted;

    /** Takes the next bytes; true when one of the messages that are complete with them starts an append. */
    boolean startAnAppend(byte[] bytes, int length) {
        pending.write(bytes, 0, length);
        var all = ByteBuffer.wrap(pending.toByteArray());
        var found = false;
        while (isComplete(all)) found |= next(all);
        pending.reset();
        pending.write(all.array(), all.position(), all.remaining());
        return found;
    }

    private boolean isComplete(ByteBuffer all) {
        var typed = greeted ? 1 : 0;
        return all.remaining() >= HEADER && all.remaining() >= typed + all.getInt(all.position() + typed);
    }

    private boolean next(ByteBuffer all) {
        var type = greeted ? (char) all.get() : ' ';
        var body = new byte[all.getInt() - Integer.BYTES];
        all.get(body);
        var text = new String(body, StandardCharsets.ISO_8859_1);
        if (!greeted) greeted = ByteBuffer.wrap(body).getInt() != SSL_REQUEST;
        if (type == 'P' && text.contains(APPEND)) appends.add(word(text, 0));
        return type == 'B' && appends.contains(word(text, text.indexOf('\0') + 1));
    }

    private static String word(String text, int from) {
        return text.substring(from, text.indexOf('\0', from));
    }
}
