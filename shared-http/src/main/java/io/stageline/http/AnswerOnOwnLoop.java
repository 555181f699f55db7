package io.stageline.http;

import io.netty.channel.EventLoop;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Writes every answer on the event loop of its connection, whichever thread made it. Written by another thread, an answer
 * can reach the client before Reactor Netty has finished with the request; a next request that arrives in between makes
 * it stop reading from the connection for ever (reactor-netty 4361).
 */
@Component
class AnswerOnOwnLoop implements HttpHandlerDecoratorFactory {

    @Override
    public HttpHandler apply(HttpHandler handler) {
        return (request, response) -> handler.handle(request, new OnLoop(response, loopOf(request)));
    }

    private static EventLoop loopOf(ServerHttpRequest request) {
        var loop = new EventLoop[1];
        HttpServerRequest received = ServerHttpRequestDecorator.getNativeRequest(request);
        received.withConnection(connection -> loop[0] = connection.channel().eventLoop());
        return loop[0];
    }

    private static final class OnLoop extends ServerHttpResponseDecorator {
        private final EventLoop loop;

        OnLoop(ServerHttpResponse response, EventLoop loop) {
            super(response);
            this.loop = loop;
        }

        @Override
        public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
            return onLoop(super.writeWith(body));
        }

        @Override
        public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
            return onLoop(super.writeAndFlushWith(body));
        }

        @Override
        public Mono<Void> setComplete() {
            return onLoop(super.setComplete());
        }

        private Mono<Void> onLoop(Mono<Void> written) {
            return Mono.defer(() -> loop.inEventLoop() ? written : written.subscribeOn(Schedulers.fromExecutor(loop)));
        }
    }
}
