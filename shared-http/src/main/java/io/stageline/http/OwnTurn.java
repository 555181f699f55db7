package io.stageline.http;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;

/**
 * Handles each request in a turn of its event loop of its own. When reactor-netty 1.3.6 takes a request of a kept
 * connection from its queue and the answer is complete before that turn ends, it never reads from the connection again
 * (reactor-netty#4361): a refusal that needs no database would silence the caller's connection.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class OwnTurn implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var handled = chain.filter(exchange);
        return nativeRequest(exchange.getRequest()) instanceof Connection connection
                ? handled.subscribeOn(
                        Schedulers.fromExecutor(connection.channel().eventLoop()))
                : handled;
    }

    private static Object nativeRequest(ServerHttpRequest request) {
        return ServerHttpRequestDecorator.getNativeRequest(request);
    }
}
