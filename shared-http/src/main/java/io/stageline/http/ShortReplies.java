package io.stageline.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.netty.http.server.HttpServerResponse;

/** Sends the answers of the {@link ShortWay}, with the headers and measurements that all answers have. */
@Component
class ShortReplies {
    private static final Map<String, String> GUARDS = Map.of(
            "Cache-Control", Correlation.CACHING,
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "X-XSS-Protection", "0",
            "Referrer-Policy", "no-referrer");

    private final MeterRegistry metrics;
    private final Counter taken;
    private final Map<Measured, Timer> timers = new ConcurrentHashMap<>();

    private record Measured(String method, String route, int status) {}

    ShortReplies(ObjectProvider<MeterRegistry> meters) {
        this.metrics = meters.getIfAvailable(SimpleMeterRegistry::new);
        this.taken = metrics.counter("stageline.http.short.way");
    }

    Publisher<Void> send(HttpServerResponse response, PlainRequest request, String route, Reply reply) {
        GUARDS.forEach(response::header);
        reply.headers().forEach(response::header);
        response.status(reply.status())
                .header(Correlation.HEADER, request.correlation().toString());
        taken.increment();
        timers.computeIfAbsent(new Measured(request.method(), route, reply.status()), this::timer)
                .record(System.nanoTime() - request.since(), TimeUnit.NANOSECONDS);
        if (reply.status() == HttpStatus.NOT_MODIFIED.value()) return response.send();
        return response.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(reply.body().length))
                .sendObject(Unpooled.wrappedBuffer(reply.body()));
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
                outcome(measured.status),
                "exception",
                "none",
                "error",
                "none");
    }

    private static String outcome(int status) {
        return switch (status / 100) {
            case 2 -> "SUCCESS";
            case 3 -> "REDIRECTION";
            case 4 -> "CLIENT_ERROR";
            default -> "SERVER_ERROR";
        };
    }
}
