package io.stageline.http;

import static io.stageline.refusal.Code.INTERNAL;
import static io.stageline.refusal.Code.LOG_UNAVAILABLE;
import static io.stageline.refusal.Code.UNAUTHENTICATED;

import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.refusal.Refusal;
import java.util.List;
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
        if (error instanceof AbortedException)
            return Mono.empty(); // the client hung up: nobody to answer, nothing wrong
        var refusal = Refusals.of(error);
        note(exchange, refusal, error);
        if (error instanceof ResponseStatusException status) tell(exchange, status.getHeaders());
        return answer(exchange, refusal);
    }

    /** Answers the request with the refusal. */
    public Mono<Void> answer(ServerWebExchange exchange, Refusal refusal) {
        var response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(refusal.code().status()));
        var headers = response.getHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (refusal.code().passes()) headers.set(HttpHeaders.RETRY_AFTER, "1");
        if (refusal.code() == UNAUTHENTICATED) headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        return Mono.defer(
                () -> response.writeWith(Mono.just(response.bufferFactory().wrap(body(exchange, refusal)))));
    }

    /** The refusal as the bytes of a problem. */
    private byte[] body(ServerWebExchange exchange, Refusal refusal) {
        return json.writeValueAsBytes(
                Problem.of(refusal, exchange.getRequest().getPath().value()));
    }

    private void note(ServerWebExchange exchange, Refusal refusal, Throwable error) {
        meters.ifAvailable(registry -> registry.counter(
                        "stageline.refusals", "code", refusal.code().wire())
                .increment());
        if (refusal.code() != INTERNAL && refusal.code() != LOG_UNAVAILABLE) return;
        Correlation.logging(
                Correlation.of(exchange),
                () -> log.error("a request failed: {}", refusal.code().wire(), Scrubbed.of(error)));
    }

    private static void tell(ServerWebExchange exchange, HttpHeaders from) {
        TELLING.stream().filter(from::containsHeader).forEach(name -> exchange.getResponse()
                .getHeaders()
                .set(name, String.join(", ", from.getOrEmpty(name))));
    }
}
