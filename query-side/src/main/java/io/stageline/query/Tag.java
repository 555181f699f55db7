package io.stageline.query;

import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An entity tag that says by itself how long its answer holds, so that nobody has to remember the answer: the version of
 * what is shown, if it is one thing; the mark of the journal; when the clock changes the answer; and the question.
 */
record Tag(@Nullable Long version, long mark, long until, String question) {
    private static final Pattern SHAPE =
            Pattern.compile("\"(?:([0-9]{1,18})\\.)?([0-9]{1,18})\\.([0-9a-f]{1,15})\\.([0-9a-f]+)\"");
    private static final int HEX = 16;
    private static final int BODY_BYTES = 16;

    static Tag of(Rendered answer, String question) {
        return new Tag(answer.version(), answer.mark(), answer.until(), question);
    }

    /** The tag of an answer: that of its bytes where the mark is not known. */
    static String text(Rendered answer, String question) {
        return answer.mark() == 0
                ? '"' + Sha256.hex(answer.body(), BODY_BYTES) + '"'
                : of(answer, question).text();
    }

    String text() {
        var head = version == null ? "" : version + ".";
        return '"' + head + mark + '.' + Long.toHexString(until) + '.' + question + '"';
    }

    /** The first tag in the header that is one of this question and that the clock has not ended. */
    static @Nullable Tag held(@Nullable String ifNoneMatch, String question, long now) {
        if (ifNoneMatch == null) return null;
        return Arrays.stream(ifNoneMatch.split(","))
                .map(String::strip)
                .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                .flatMap(Tag::read)
                .filter(tag -> tag.question.equals(question) && (tag.until == 0 || now < tag.until))
                .findFirst()
                .orElse(null);
    }

    private static Stream<Tag> read(String text) {
        var parts = SHAPE.matcher(text);
        if (!parts.matches()) return Stream.empty();
        var version = parts.group(1) == null ? null : Long.valueOf(parts.group(1));
        return Stream.of(new Tag(
                version,
                Long.parseLong(parts.group(2)),
                Long.parseLong(parts.group(3), HEX),
                Objects.requireNonNull(parts.group(4))));
    }
}
