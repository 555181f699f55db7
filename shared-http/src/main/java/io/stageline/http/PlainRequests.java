package io.stageline.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import reactor.netty.http.server.HttpServerRequest;

/** Tells which requests ask nothing unusual: a remembered key, JSON out, and at most one small plain JSON document in. */
@Component
class PlainRequests {
    private static final int LARGEST_BODY = 1 << 16;
    private static final List<CharSequence> UNUSUAL = List.of(
            HttpHeaderNames.TRANSFER_ENCODING,
            HttpHeaderNames.CONTENT_ENCODING,
            HttpHeaderNames.EXPECT,
            HttpHeaderNames.UPGRADE,
            HttpHeaderNames.ORIGIN);

    private final ApiKeys keys;
    private final Draining draining;

    PlainRequests(ApiKeys keys, Draining draining) {
        this.keys = keys;
        this.draining = draining;
    }

    /** The request if it is plain; null when it is not, or its key not known to have the scope. */
    @Nullable
    PlainRequest admit(HttpServerRequest request, Scope scope) {
        var headers = request.requestHeaders();
        var method = request.method().name();
        if (draining.begun() || !isPlain(headers) || !(method.equals("GET") ? isEmpty(headers) : isJson(headers)))
            return null;
        var key = BearerKey.parse(headers.get(HttpHeaderNames.AUTHORIZATION));
        if (key == null) return null;
        return keys.rememberedCallerWith(key)
                .filter(caller -> caller.may(scope))
                .map(caller -> new PlainRequest(
                        caller,
                        Correlation.sent(headers.getAll(Correlation.HEADER)),
                        method,
                        path(request.uri()),
                        headers,
                        System.nanoTime()))
                .orElse(null);
    }

    private static String path(String uri) {
        var end = uri.indexOf('?');
        return end < 0 ? uri : uri.substring(0, end);
    }

    private static boolean isPlain(HttpHeaders headers) {
        var accept = headers.get(HttpHeaderNames.ACCEPT);
        return headers.getAll(HttpHeaderNames.AUTHORIZATION).size() == 1
                && (accept == null
                        || accept.equals(MediaType.ALL_VALUE)
                        || accept.equals(MediaType.APPLICATION_JSON_VALUE))
                && UNUSUAL.stream().noneMatch(headers::contains);
    }

    private static boolean isEmpty(HttpHeaders headers) {
        return !headers.contains(HttpHeaderNames.CONTENT_TYPE)
                && "0".equals(headers.get(HttpHeaderNames.CONTENT_LENGTH, "0"));
    }

    private static boolean isJson(HttpHeaders headers) {
        return MediaType.APPLICATION_JSON_VALUE.equals(headers.get(HttpHeaderNames.CONTENT_TYPE))
                && isSmall(headers.get(HttpHeaderNames.CONTENT_LENGTH));
    }

    private static boolean isSmall(@Nullable String length) {
        return length != null
                && length.length() <= 5
                && !"0".equals(length)
                && Integer.parseInt(length) <= LARGEST_BODY;
    }
}
