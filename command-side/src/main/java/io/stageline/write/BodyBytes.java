package io.stageline.write;

import io.stageline.refusal.Code;
import java.io.ByteArrayOutputStream;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A body in one piece, and no larger than it may be. */
public final class BodyBytes {
    /** The most that a body with many things in it may have. */
    public static final int MOST = 5_000_000;

    private BodyBytes() {}

    /** All bytes of a body; one that is too large is refused with these words. */
    public static Mono<byte[]> of(Flux<DataBuffer> body, String tooLarge) {
        return body.reduceWith(ByteArrayOutputStream::new, (bytes, part) -> collect(bytes, part, tooLarge))
                .map(ByteArrayOutputStream::toByteArray);
    }

    private static ByteArrayOutputStream collect(ByteArrayOutputStream bytes, DataBuffer part, String tooLarge) {
        try {
            if (bytes.size() + part.readableByteCount() > MOST)
                throw Code.TOO_LARGE.because(tooLarge).asException();
            var copy = new byte[part.readableByteCount()];
            part.read(copy);
            bytes.writeBytes(copy);
            return bytes;
        } finally {
            DataBufferUtils.release(part);
        }
    }
}
