package io.stageline.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The way of a request that asks nothing unusual: a remembered key, one plain JSON document in and one out. It leads past
 * the filters, routing and conversions of WebFlux, which cost several times as much as a command itself (ADR 19). Whatever
 * is not plain goes the long way, where it is told what is wrong with it; what both answer is the same.
 */
@Component
public class ShortWay {
    private static final int LARGEST_BODY = 1 << 16;
    private static final List<CharSequence> UNUSUAL = List.of(
            HttpHeaderNames.TRANSFER_ENCODING,
            HttpHeaderNames.CONTENT_ENCODING,
            HttpHeaderNames.EXPECT,
            HttpHeaderNames.UPGRADE,
            HttpHeaderNames.ORIGIN);
    private static final Map<String, String> GUARDS = Map.of(
            "Cache-Control", Correlation.CACHING,
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "X-XSS-Protection", "0",
            "Referrer-Policy", "no-referrer");

    private final ApiKeys keys;
    private final Draining draining;
    private final Problems problems;
    private final MeterRegistry metrics;
    private final Counter taken;
    private final Map<Measured, Timer> timers = new ConcurrentHashMap<>();

    private record Measured(String method, String route, int status) {}

    ShortWay(ApiKeys keys, Draining draining, Problems problems, ObjectProvider<MeterRegistry> meters) {
        this.keys = keys;
        this.draining = draining;
        this.problems = problems;
        this.metrics = meters.getIfAvailable(SimpleMeterRegistry::new);
        this.taken = metrics.counter("stageline.http.short.way");
    }

    /** The request if it may go this way; null when it must go the long one. */
    public @Nullable PlainRequest admit(HttpServerRequest request, Scope scope) {
        var headers = request.requestHeaders();
        if (draining.begun() || !isPlain(headers)) return null;
        var key = BearerKey.parse(headers.get(HttpHeaderNames.AUTHORIZATION));
        if (key == null) return null;
        return keys.rememberedCallerWith(key)
                .filter(caller -> caller.may(scope))
                .map(caller -> new PlainRequest(
                        caller,
                        Correlation.sent(headers.getAll(Correlation.HEADER)),
                        request.method().name(),
                        request.uri(),
                        headers,
                        System.nanoTime()))
                .orElse(null);
    }

    private static boolean isPlain(HttpHeaders headers) {
        var accept = headers.get(HttpHeaderNames.ACCEPT);
        return headers.getAll(HttpHeaderNames.AUTHORIZATION).size() == 1
                && MediaType.APPLICATION_JSON_VALUE.equals(headers.get(HttpHeaderNames.CONTENT_TYPE))
                && (accept == null
                        || accept.equals(MediaType.ALL_VALUE)
                        || accept.equals(MediaType.APPLICATION_JSON_VALUE))
                && isSmall(headers.get(HttpHeaderNames.CONTENT_LENGTH))
                && UNUSUAL.stream().noneMatch(headers::contains);
    }

    private static boolean isSmall(@Nullable String length) {
        return length != null
                && length.length() <= 5
                && !"0".equals(length)
                && Integer.parseInt(length) <= LARGEST_BODY;
    }

    /** Answers with JSON. */
    public Publisher<Void> answer(
            HttpServerResponse response,
            PlainRequest request,
            String route,
            int status,
            Map<String, String> headers,
            byte[] body) {
        response.header(HttpHeaderNames.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE);
        return send(response, request, route, status, headers, body);
    }

    /** Answers with the problem that stands for the failure. */
    public Publisher<Void> refuse(HttpServerResponse response, PlainRequest request, String route, Throwable failure) {
        if (Problems.isHangUp(failure)) return Mono.empty();
        var refusal = problems.noted(request.correlation(), failure);
        var body = problems.body(request.path(), refusal);
        return send(response, request, route, refusal.code().status(), Problems.headers(refusal), body);
    }

    private Publisher<Void> send(
            HttpServerResponse response,
            PlainRequest request,
            String route,
            int status,
            Map<String, String> headers,
            byte[] body) {
        GUARDS.forEach(response::header);
        headers.forEach(response::header);
        response.status(status)
                .header(Correlation.HEADER, request.correlation().toString())
                .header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
        taken.increment();
        timers.computeIfAbsent(new Measured(request.method(), route, status), this::timer)
                .record(System.nanoTime() - request.since(), TimeUnit.NANOSECONDS);
        return response.sendObject(Unpooled.wrappedBuffer(body));
    }

    /** Measured like the requests of the long way. */
    private Timer timer(Measured measured) {
        return metrics.timer(
                "http.server.requests",
                "method",
                measured.method,
                "uri",
                measured.route,
                "status",
                Integer.toString(measured.status),
                "outcome",
                measured.status < 300 ? "SUCCESS" : measured.status < 500 ? "CLIENT_ERROR" : "SERVER_ERROR",
                "exception",
                "none",
                "error",
                "none");
    }
}
