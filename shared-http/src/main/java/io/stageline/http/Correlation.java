package io.stageline.http;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** The id that ties a request, its events and its log lines together: the sender's own {@code X-Correlation-Id}, or a new one. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
public class Correlation implements WebFilter {
    public static final String HEADER = "X-Correlation-Id";
    static final String CACHING = "private, no-cache";
    private static final String KEY = Correlation.class.getName();
    private static final String IN_LOG = "correlation";
    private static final Pattern CANONICAL =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var id = sent(exchange.getRequest().getHeaders().getOrEmpty(HEADER));
        exchange.getAttributes().put(KEY, id);
        var headers = exchange.getResponse().getHeaders();
        headers.set(HEADER, id.toString());
        headers.setCacheControl(CACHING);
        return chain.filter(exchange).contextWrite(context -> context.put(KEY, id));
    }

    /** The id of the request that is being answered. */
    public static UUID of(ServerWebExchange exchange) {
        return (UUID) Objects.requireNonNull(exchange.getAttributes().computeIfAbsent(KEY, key -> fresh()));
    }

    /** The id of the request that a reactive chain works for. */
    public static UUID of(ContextView context) {
        return context.<UUID>getOrEmpty(KEY).orElseGet(Correlation::fresh);
    }

    /** Runs a piece of code, usually one log line, with the id in the log's context. */
    public static void logging(UUID id, Runnable line) {
        try (var field = MDC.putCloseable(IN_LOG, id.toString())) {
            line.run();
        }
    }

    /** The id in the header's values, or a new one. */
    static UUID sent(List<String> sent) {
        return sent.size() == 1 && CANONICAL.matcher(sent.get(0)).matches() ? UUID.fromString(sent.get(0)) : fresh();
    }

    private static UUID fresh() {
        return UuidCreator.getTimeOrderedEpochFast();
    }
}
