package io.stageline.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/**
 * A route whose plain requests go the {@link ShortWay}.
 *
 * @param <T> what a request asks, as far as its method and address tell
 */
public interface ShortRoute<T> {

    /** Its address as routes are written, by which it is measured. */
    String template();

    Scope scope();

    /** What the request asks; null if it is not for this route, or not plain: the long way tells what is wrong with it. */
    @Nullable
    T asked(HttpServerRequest request);

    /** Answers; fails with what the caller is to be told. */
    Mono<Reply> answer(PlainRequest request, T asked, byte[] body);

    /** What the answer to a failure has in its headers besides what any problem has. */
    default Map<String, String> headersOf(Throwable failure) {
        return Map.of();
    }
}
