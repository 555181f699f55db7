package io.stageline.journal.write;

import com.github.f4b6a3.uuid.UuidCreator;
import io.netty.channel.EventLoop;
import io.netty.util.AttributeKey;
import io.stageline.http.PlainRequest;
import io.stageline.http.Scope;
import io.stageline.http.ShortWay;
import io.stageline.journal.write.EntryCommand.RecordStage;
import io.stageline.journal.write.EntryRequests.StageRequest;
import io.stageline.write.CommandPort;
import io.stageline.write.Commands;
import io.stageline.write.Commands.Outcome;
import io.stageline.write.Commands.Request;
import io.stageline.write.IdempotencyKey;
import io.stageline.write.IfMatch;
import io.stageline.write.Values;
import io.stageline.write.Workers;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Recording a stage, which is asked more often than everything else together, by the {@link ShortWay}. */
@Component
class StageShortWay implements NettyRouteProvider {
    private static final String ROUTE = "/v1/journals/{journalId}/entries/{contactId}/stages";
    private static final String UUID_PATTERN =
            "([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})";
    private static final Pattern PATH =
            Pattern.compile("/v1/journals/" + UUID_PATTERN + "/entries/" + UUID_PATTERN + "/stages");
    private static final int PATH_LENGTH = "/v1/journals//entries//stages".length() + 2 * 36;
    private static final AttributeKey<Call> CALL = AttributeKey.valueOf(StageShortWay.class, "call");

    private final ShortWay way;
    private final Commands commands;
    private final Workers workers;
    private final JsonMapper json;
    private final ObjectReader bodies;

    StageShortWay(ShortWay way, Commands commands, Workers workers, JsonMapper json) {
        this.way = way;
        this.commands = commands;
        this.workers = workers;
        this.json = json;
        this.bodies = json.readerFor(StageRequest.class);
    }

    /** What its head says of a request; it stays with the connection until the body is there. */
    private record Call(PlainRequest request, EntryKey entry) {}

    @Override
    public HttpServerRoutes apply(HttpServerRoutes routes) {
        return routes.route(this::fits, this::recordStage);
    }

    private boolean fits(HttpServerRequest request) {
        var uri = request.uri();
        if (uri.length() != PATH_LENGTH || !"POST".equals(request.method().name())) return false;
        var path = PATH.matcher(uri);
        if (!path.matches()) return false;
        var plain = way.admit(request, Scope.write);
        if (plain == null) return false;
        var entry =
                new EntryKey(plain.caller().tenant(), UUID.fromString(path.group(1)), UUID.fromString(path.group(2)));
        request.withConnection(connection -> connection.channel().attr(CALL).set(new Call(plain, entry)));
        return true;
    }

    private Publisher<Void> recordStage(HttpServerRequest request, HttpServerResponse response) {
        var call = new Call[1];
        var loop = new EventLoop[1];
        request.withConnection(connection -> {
            call[0] = connection.channel().attr(CALL).getAndSet(null);
            loop[0] = connection.channel().eventLoop();
        });
        return request.receive()
                .aggregate()
                .asByteArray()
                .flatMap(body -> Mono.fromFuture(workers.start(() -> carryOut(call[0], body))))
                .<Supplier<Publisher<Void>>>map(outcome -> () -> answer(response, call[0].request, outcome))
                .onErrorResume(failure -> Mono.just(() -> refuse(response, call[0].request, failure)))
                .publishOn(Schedulers.fromExecutor(loop[0]))
                .flatMap(reply -> Mono.from(reply.get()));
    }

    private CompletableFuture<Outcome> carryOut(Call call, byte[] body) {
        @Nullable StageRequest wish = bodies.readValue(body);
        if (wish == null) throw Values.invalid("", "a JSON object is required here");
        var sent = call.request;
        var request = new Request(
                sent.caller(),
                sent.correlation(),
                null,
                IdempotencyKey.of(sent.header(IdempotencyKey.HEADER), sent.caller(), sent.method(), sent.path(), body));
        var command = new RecordStage(
                call.entry,
                UuidCreator.getTimeOrderedEpoch(),
                wish.stage(),
                wish.occurredAt(),
                wish.note(),
                IfMatch.of(sent.header("If-Match")));
        return commands.carryOut(command, request, EntryAnswer.Stage.class);
    }

    private Publisher<Void> refuse(HttpServerResponse response, PlainRequest request, Throwable failure) {
        var remembered = CommandPort.rememberedRefusal(failure);
        if (remembered != null) response.header(CommandPort.REPLAYED, "true");
        return way.refuse(response, request, ROUTE, remembered == null ? failure : remembered);
    }

    private Publisher<Void> answer(HttpServerResponse response, PlainRequest request, Outcome outcome) {
        var answer = outcome.decided().answer();
        return way.answer(
                response,
                request,
                ROUTE,
                outcome.decided().status(),
                CommandPort.headers(outcome),
                json.writeValueAsBytes(answer));
    }
}
