package io.stageline.journal.query;

import static java.nio.charset.StandardCharsets.UTF_8;

/** An export as lines of JSON: a row of the grid each, as the grid itself shows it, and a last one that is none. */
record NdjsonExport(RowJson rows) implements ExportFormat {
    private static final char LINE = '\u001d';
    private static final int TIMES_THE_TEXT = 4;

    @Override
    public byte[] head() {
        return new byte[0];
    }

    @Override
    public byte[] rows(String lines) {
        var out = new JsonBytes(TIMES_THE_TEXT * lines.length());
        for (var from = 0; from < lines.length(); ) {
            var end = lines.indexOf(LINE, from);
            var to = end < 0 ? lines.length() : end;
            rows.write(out, lines, from, to);
            out.raw('\n');
            from = to + 1;
        }
        return out.toArray();
    }

    @Override
    public byte[] end(long rows, long position) {
        return "{\"end\":{\"rows\":%d,\"position\":%d}}\n"
                .formatted(rows, position)
                .getBytes(UTF_8);
    }

    @Override
    public byte[] error(BrokenOff how) {
        var cursor = how.last() == null ? "null" : "\"" + how.last() + "\"";
        return "{\"error\":{\"code\":\"%s\",\"rows\":%d,\"cursor\":%s,\"position\":%d,\"asOf\":\"%s\"}}\n"
                .formatted(how.code(), how.rows(), cursor, how.position(), how.asOf())
                .getBytes(UTF_8);
    }
}
