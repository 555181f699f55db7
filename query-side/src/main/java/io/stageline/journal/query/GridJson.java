package io.stageline.journal.query;

import static io.stageline.journal.query.JsonBytes.ascii;

import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes a page of the grid as JSON from its lines; {@link JournalAnswers.Grid} is the shape. */
record GridJson(RowJson rows) {
    /** Stands between the lines of a page. */
    private static final char LINE = '\u001d';

    private static final byte[] ROWS = ascii("{\"rows\":[");
    private static final byte[] TOTAL = ascii("],\"total\":");
    private static final byte[] NEXT = ascii(",\"next\":");
    private static final int CHARS_TO_BYTES = 4;
    private static final int FRAME = 256;

    /** The page of up to one line more than was asked for; that one only shows that another page follows. */
    byte[] page(@Nullable String lines, int limit, long total, Function<UUID, @Nullable String> cursorAfter) {
        var text = lines == null ? "" : lines;
        var out = new JsonBytes(FRAME + CHARS_TO_BYTES * text.length()).raw(ROWS);
        var from = 0;
        var last = 0;
        for (var row = 0; row < limit && from < text.length(); row++) {
            if (row > 0) out.raw(',');
            var end = text.indexOf(LINE, from);
            rows.write(out, text, from, end < 0 ? text.length() : end);
            last = from;
            from = end < 0 ? text.length() : end + 1;
        }
        out.raw(TOTAL).number(total).raw(NEXT);
        var next = from < text.length() ? cursorAfter.apply(contact(text, last)) : null;
        if (next == null) out.raw("null", 0, 4);
        else out.quoted(next, 0, next.length());
        return out.raw('}').toArray();
    }

    private static UUID contact(String text, int line) {
        return UUID.fromString(text.substring(line, text.indexOf(RowJson.PART, line)));
    }
}
