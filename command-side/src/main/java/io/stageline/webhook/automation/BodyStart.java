package io.stageline.webhook.automation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;

/** The beginning of a response body as text, as it came: nothing is unpacked, and what does not end is hung up on. */
final class BodyStart {
    private static final int CHARACTERS = 1_000;
    private static final int BYTES = 4 * CHARACTERS;
    private static final byte[] NOTHING = {};
    private static final String WHAT_POSTGRES_CANNOT_KEEP = "\u0000";

    private BodyStart() {}

    /** As much as there is within this time, up to 1,000 characters. */
    static Mono<String> of(Connection connection, Duration patience) {
        var ended = new AtomicBoolean();
        return connection
                .inbound()
                .receive()
                .asByteArray()
                .doOnComplete(() -> ended.set(true))
                .takeUntilOther(Mono.delay(patience))
                .scan(NOTHING, BodyStart::joined)
                .takeUntil(bytes -> bytes.length >= BYTES)
                .onErrorComplete() // the status is known already
                .last(NOTHING)
                .doOnNext(bytes -> {
                    if (!ended.get()) connection.channel().close(); // the rest would go on coming
                })
                .map(BodyStart::text);
    }

    private static byte[] joined(byte[] first, byte[] next) {
        var length = Math.min(next.length, BYTES - first.length);
        var both = Arrays.copyOf(first, first.length + length);
        System.arraycopy(next, 0, both, first.length, length);
        return both;
    }

    private static String text(byte[] bytes) {
        var text = new String(bytes, UTF_8).replace(WHAT_POSTGRES_CANNOT_KEEP, "");
        return text.codePointCount(0, text.length()) <= CHARACTERS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, CHARACTERS));
    }
}
