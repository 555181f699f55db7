package io.stageline.signal.write;

import io.stageline.refusal.Code;
import java.util.ArrayList;
import java.util.List;

/** Where the items of a body are, so that each can be read by itself and a bad one harms no other. */
final class Spans {
    private static final int MOST = 1_000;

    private final byte[] bytes;
    private final List<Span> found = new ArrayList<>();

    /** From this byte on, so many. */
    record Span(int from, int length) {}

    private Spans(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The lines of a body; a last one may lack its end. */
    static List<Span> lines(byte[] bytes) {
        var spans = new Spans(bytes);
        for (int from = 0, to; from < bytes.length; from = to + 1) {
            to = from;
            while (to < bytes.length && bytes[to] != '\n') to++;
            spans.add(from, to);
        }
        return spans.found;
    }

    /** The whole body as one item. */
    static List<Span> one(byte[] bytes) {
        return List.of(new Span(0, bytes.length));
    }

    /** The elements of a JSON array, told by its brackets, commas and quotes only. */
    static List<Span> elements(byte[] bytes) {
        var spans = new Spans(bytes);
        var first = spans.skipSpace(0);
        if (first == bytes.length || bytes[first] != '[')
            throw Code.INVALID.because("A JSON array is required here.").at("").asException();
        if (spans.split(first + 1) < bytes.length) throw malformed();
        return spans.found;
    }

    /** Splits at the commas of the outermost level; gives back where what follows the array begins. */
    private int split(int begin) {
        var depth = 1;
        var from = begin;
        var inText = false;
        for (var at = begin; at < bytes.length; at++) {
            var letter = bytes[at];
            if (inText) {
                if (letter == '\\') at++;
                else inText = letter != '"';
                continue;
            }
            switch (letter) {
                case '"' -> inText = true;
                case '[', '{' -> depth++;
                case ']', '}' -> depth--;
                default -> {}
            }
            if (letter == ',' && depth == 1) {
                add(from, at);
                from = at + 1;
            }
            if (depth == 0) {
                if (letter != ']') throw malformed();
                if (!found.isEmpty() || skipSpace(from) < at) add(from, at);
                return skipSpace(at + 1);
            }
        }
        throw malformed();
    }

    private int skipSpace(int from) {
        var at = from;
        while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t'))
            at++;
        return at;
    }

    private void add(int from, int to) {
        if (found.size() == MOST)
            throw Code.TOO_LARGE
                    .because("at most 1,000 signals are taken at once")
                    .asException();
        found.add(new Span(from, to - from));
    }

    private static RuntimeException malformed() {
        return Code.MALFORMED_JSON
                .because("The body is not one well-formed JSON array.")
                .asException();
    }
}
