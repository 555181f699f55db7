package io.stageline.query;

import static io.stageline.refusal.Code.INVALID_CURSOR;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The place where a page ended: its last row's keys, bound to the question, for it means nothing in another one. */
public final class Cursor {
    private static final String BETWEEN = "\u001f";
    private static final int BOUND = 8;
    private static final int LONGEST = 4_000;

    private final byte[] question;

    private Cursor(byte[] question) {
        this.question = question;
    }

    /** The cursors of one question: its name and everything that decides which rows come in which order. */
    public static Cursor in(@Nullable Object... question) {
        var text = Stream.of(question).map(Objects::toString).collect(Collectors.joining(BETWEEN));
        return new Cursor(Arrays.copyOf(Sha256.of(text.getBytes(StandardCharsets.UTF_8)), BOUND));
    }

    /** The cursor after a row with these keys; only the last key may hold any text. */
    public String after(Object... keys) {
        var text = Stream.of(keys).map(Object::toString).collect(Collectors.joining(BETWEEN));
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var cursor = ByteBuffer.allocate(BOUND + bytes.length).put(question).put(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor.array());
    }

    /** The keys in the cursor, or null without one; a cursor that this question did not give out is refused. */
    public <K> @Nullable K read(@Nullable String cursor, int keys, Function<List<String>, K> parse) {
        if (cursor == null || cursor.isEmpty()) return null;
        try {
            var bytes = decode(cursor);
            var text = new String(bytes, BOUND, bytes.length - BOUND, StandardCharsets.UTF_8);
            return parse.apply(List.of(text.split(BETWEEN, keys)));
        } catch (RuntimeException forged) {
            throw INVALID_CURSOR
                    .because("This cursor does not belong to this question; begin again without one.")
                    .asException();
        }
    }

    private byte[] decode(String cursor) {
        if (cursor.length() > LONGEST) throw new IllegalArgumentException();
        var bytes = Base64.getUrlDecoder().decode(cursor);
        if (bytes.length < BOUND || !Arrays.equals(bytes, 0, BOUND, question, 0, BOUND))
            throw new IllegalArgumentException();
        return bytes;
    }
}
