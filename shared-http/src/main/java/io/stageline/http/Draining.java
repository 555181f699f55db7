package io.stageline.http;

import io.stageline.refusal.Code;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** The closed door of a server that stops: whoever is inside is served, whoever comes is sent on. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
public class Draining implements WebFilter {
    private volatile boolean begun;

    /** Closes the door. */
    public void begin() {
        begun = true;
    }

    public boolean begun() {
        return begun;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().value();
        if (!begun || !path.startsWith("/v1/")) return chain.filter(exchange);
        exchange.getResponse().getHeaders().set("Connection", "close");
        return Mono.error(Code.DRAINING
                .because("The server is stopping; try again in a moment.")
                .asException());
    }
}
