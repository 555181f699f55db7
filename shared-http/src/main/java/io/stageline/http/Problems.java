package io.stageline.http;

import static io.stageline.refusal.Code.INTERNAL;
import static io.stageline.refusal.Code.LOG_UNAVAILABLE;
import static io.stageline.refusal.Code.UNAUTHENTICATED;

import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.refusal.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import tools.jackson.databind.json.JsonMapper;

/** The one place where a failure becomes an answer: every one that leaves a filter or a handler ends here, as problem+json. */
@Component
@Order(-100)
public class Problems implements WebExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final List<String> TELLING = List.of(HttpHeaders.ALLOW, HttpHeaders.ACCEPT);

    private final JsonMapper json;
    private final ObjectProvider<MeterRegistry> meters;

    Problems(JsonMapper json, ObjectProvider<MeterRegistry> meters) {
        this.json = json;
        this.meters = meters;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        if (exchange.getResponse().isCommitted()) return Mono.error(error);
        if (isHangUp(error)) return Mono.empty();
        var refusal = noted(Correlation.of(exchange), error);
        if (error instanceof ResponseStatusException status) tell(exchange, status.getHeaders());
        return answer(exchange, refusal);
    }

    /** Answers the request with the refusal. */
    public Mono<Void> answer(ServerWebExchange exchange, Refusal refusal) {
        var response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(refusal.code().status()));
        headers(refusal).forEach(response.getHeaders()::set);
        var path = exchange.getRequest().getPath().value();
        return Mono.defer(
                () -> response.writeWith(Mono.just(response.bufferFactory().wrap(body(path, refusal)))));
    }

    /** Whether the client is gone: there is nobody to answer, and nothing wrong. */
    static boolean isHangUp(Throwable error) {
        return error instanceof AbortedException;
    }

    /** The headers of a problem. */
    static Map<String, String> headers(Refusal refusal) {
        var headers = new HashMap<String, String>();
        headers.put(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        if (refusal.code().passes()) headers.put(HttpHeaders.RETRY_AFTER, Long.toString(refusal.secondsToWait()));
        if (refusal.code() == UNAUTHENTICATED) headers.put(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        return headers;
    }

    /** The refusal as the bytes of a problem. */
    byte[] body(String path, Refusal refusal) {
        return json.writeValueAsBytes(Problem.of(refusal, path));
    }

    /** The refusal that stands for the failure of a request, after it was counted and, if need be, logged. */
    Refusal noted(UUID correlation, Throwable error) {
        var refusal = Refusals.of(error);
        meters.ifAvailable(registry -> registry.counter(
                        "stageline.refusals", "code", refusal.code().wire())
                .increment());
        if (refusal.code() == INTERNAL)
            Correlation.logging(
                    correlation,
                    () -> log.error(
                            "a request failed: {}: {}",
                            refusal.code().wire(),
                            Unavailable.reason(error),
                            Scrubbed.of(error)));
        if (refusal.code() == LOG_UNAVAILABLE) // one line each: they come in thousands
        Correlation.logging(
                    correlation,
                    () -> log.warn("a request failed: {}: {}", refusal.code().wire(), Unavailable.reason(error)));
        return refusal;
    }

    private static void tell(ServerWebExchange exchange, HttpHeaders from) {
        TELLING.stream().filter(from::containsHeader).forEach(name -> exchange.getResponse()
                .getHeaders()
                .set(name, String.join(", ", from.getOrEmpty(name))));
    }
}
