package io.stageline.http;

import io.netty.channel.EventLoop;
import io.netty.util.AttributeKey;
import java.util.HashMap;
import java.util.List;
import org.reactivestreams.Publisher;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;

/**
 * The way of a request that asks nothing unusual. It leads past the filters, routing and conversions of WebFlux, which cost
 * several times as much as a command itself (ADR 19). Whatever is not plain goes the long way, where it is told what is
 * wrong with it; what both answer is the same.
 */
@Component
class ShortWay implements NettyRouteProvider {
    private static final AttributeKey<Call<?>> CALL = AttributeKey.valueOf(ShortWay.class, "call");
    private static final byte[] NOTHING = {};

    private final PlainRequests plain;
    private final ShortReplies replies;
    private final Problems problems;
    private final List<ShortRoute<?>> routes;

    ShortWay(PlainRequests plain, ShortReplies replies, Problems problems, ObjectProvider<ShortRoute<?>> routes) {
        this.plain = plain;
        this.replies = replies;
        this.problems = problems;
        this.routes = routes.orderedStream().toList();
    }

    /** What its head says of a request; it stays with the connection until the body is there. */
    private record Call<T>(ShortRoute<T> route, PlainRequest request, T asked) {
        Mono<Reply> answer(byte[] body) {
            return Mono.defer(() -> route.answer(request, asked, body));
        }
    }

    @Override
    public HttpServerRoutes apply(HttpServerRoutes all) {
        routes.forEach(route -> all.route(request -> isTaken(request, route), this::answer));
        return all;
    }

    private <T> boolean isTaken(HttpServerRequest request, ShortRoute<T> route) {
        var asked = route.asked(request);
        var admitted = asked == null ? null : plain.admit(request, route.scope());
        if (asked == null || admitted == null) return false;
        var call = new Call<>(route, admitted, asked);
        request.withConnection(connection -> connection.channel().attr(CALL).set(call));
        return true;
    }

    private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        var calls = new Call<?>[1];
        var loop = new EventLoop[1];
        request.withConnection(connection -> {
            calls[0] = connection.channel().attr(CALL).getAndSet(null);
            loop[0] = connection.channel().eventLoop();
        });
        var call = calls[0];
        return request.receive()
                .aggregate()
                .asByteArray()
                .defaultIfEmpty(NOTHING)
                .flatMap(call::answer)
                .onErrorResume(failure -> refusal(call, failure))
                .publishOn(Schedulers.fromExecutor(loop[0]))
                .flatMap(reply -> Mono.from(replies.send(response, call.request, call.route.template(), reply)));
    }

    private Mono<Reply> refusal(Call<?> call, Throwable failure) {
        if (Problems.isHangUp(failure)) return Mono.empty();
        var refusal = problems.noted(call.request.correlation(), failure);
        var headers = new HashMap<>(Problems.headers(refusal));
        headers.putAll(call.route.headersOf(failure));
        var body = problems.body(call.request.path(), refusal);
        return Mono.just(new Reply(refusal.code().status(), headers, body));
    }
}
