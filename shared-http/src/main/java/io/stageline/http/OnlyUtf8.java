package io.stageline.http;

import static io.stageline.refusal.Code.MALFORMED_JSON;

import java.io.ByteArrayInputStream;
import java.io.DataInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.io.InputDecorator;

/** Refuses a JSON text whose bytes are not UTF-8: Jackson itself reads overlong forms as if they were the short ones. */
final class OnlyUtf8 extends InputDecorator {

    /** Null, by which Jackson goes on with the bytes themselves. */
    @Override
    public @Nullable InputStream decorate(IOContext context, byte[] bytes, int from, int length) {
        check(bytes, from, length);
        return null;
    }

    @Override
    public InputStream decorate(IOContext context, InputStream stream) {
        try (stream) {
            var bytes = stream.readAllBytes();
            check(bytes, 0, bytes.length);
            return new ByteArrayInputStream(bytes);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public DataInput decorate(IOContext context, DataInput input) {
        return input;
    }

    @Override
    public Reader decorate(IOContext context, Reader reader) {
        return reader;
    }

    private static void check(byte[] bytes, int from, int length) {
        for (var at = from; at < from + length; at++)
            if (bytes[at] < 0) {
                decode(ByteBuffer.wrap(bytes, at, from + length - at));
                return;
            }
    }

    private static void decode(ByteBuffer rest) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(rest);
        } catch (CharacterCodingException other) {
            throw MALFORMED_JSON.because("The body is not UTF-8.").asException();
        }
    }
}
