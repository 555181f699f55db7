package io.stageline.write;

import io.stageline.http.Caller;
import io.stageline.http.Correlation;
import io.stageline.write.Commands.Outcome;
import io.stageline.write.Commands.Request;
import io.stageline.write.StoredAnswers.Replayed;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The way of an HTTP request to an aggregate and back: body, precondition, idempotency key, command, answer. */
@Component
public class CommandPort {
    public static final String POSITION = "Stageline-Position";
    public static final String REPLAYED = "Idempotency-Replayed";
    private static final byte[] NOTHING = {};

    private final Commands commands;
    private final Workers workers;
    private final JsonMapper json;

    CommandPort(Commands commands, Workers workers, JsonMapper json) {
        this.commands = commands;
        this.workers = workers;
        this.json = json;
    }

    /** Reads the body as JSON of this type, makes the command of it, and answers with what was decided. */
    public <B, A extends Decided.Answer> Mono<ResponseEntity<A>> send(
            ServerWebExchange exchange,
            Caller caller,
            byte[] body,
            Class<B> bodyType,
            Class<A> answerType,
            Function<B, Command> command) {
        return Mono.defer(() -> carryOut(exchange, caller, body, answerType, command.apply(read(body, bodyType))));
    }

    /** Answers a request without a body with what was decided. */
    public <A extends Decided.Answer> Mono<ResponseEntity<A>> send(
            ServerWebExchange exchange, Caller caller, Class<A> answerType, Command command) {
        return Mono.defer(() -> carryOut(exchange, caller, NOTHING, answerType, command));
    }

    /** The same for a command of which the body alone is not enough to make it. */
    public <B, A extends Decided.Answer> Mono<ResponseEntity<A>> sendOnce(
            ServerWebExchange exchange,
            Caller caller,
            byte[] body,
            Class<B> bodyType,
            Class<A> answerType,
            Function<B, Mono<? extends Command>> command) {
        return Mono.defer(() -> command.apply(read(body, bodyType)))
                .onErrorMap(Deciding::cause)
                .flatMap(made -> carryOut(exchange, caller, body, answerType, made));
    }

    /** The same without a body. */
    public <A extends Decided.Answer> Mono<ResponseEntity<A>> sendOnce(
            ServerWebExchange exchange, Caller caller, Class<A> answerType, Mono<? extends Command> command) {
        return command.onErrorMap(Deciding::cause)
                .flatMap(made -> carryOut(exchange, caller, NOTHING, answerType, made));
    }

    private <A extends Decided.Answer> Mono<ResponseEntity<A>> carryOut(
            ServerWebExchange exchange, Caller caller, byte[] body, Class<A> answerType, Command command) {
        var request = new Request(
                caller, Correlation.of(exchange), IfMatch.of(exchange), IdempotencyKey.of(exchange, caller, body));
        return Mono.fromFuture(workers.start(() -> commands.carryOut(command, request, answerType)))
                .onErrorMap(Deciding::cause)
                .doOnError(failure ->
                        headersOf(failure).forEach(exchange.getResponse().getHeaders()::set))
                .map(outcome -> response(outcome, answerType));
    }

    private <B> B read(byte[] body, Class<B> bodyType) {
        @Nullable B wish = json.readValue(body, bodyType);
        if (wish == null) throw Values.invalid("", "a JSON object is required here");
        return wish;
    }

    private static <A extends Decided.Answer> ResponseEntity<A> response(Outcome outcome, Class<A> answerType) {
        var answer = outcome.decided().answer();
        var response = ResponseEntity.status(outcome.decided().status());
        headers(outcome).forEach(response::header);
        return response.body(answerType.cast(answer));
    }

    /** What the headers of a refusal say of it: whether it was remembered from an earlier request with the same key. */
    public static Map<String, String> headersOf(Throwable failure) {
        return Deciding.cause(failure) instanceof Replayed ? Map.of(REPLAYED, "true") : Map.of();
    }

    /** What the headers of an answer say of its outcome. */
    public static Map<String, String> headers(Outcome outcome) {
        var answer = outcome.decided().answer();
        var headers = new HashMap<String, String>();
        headers.put(POSITION, Long.toString(answer.position()));
        headers.put(HttpHeaders.ETAG, "\"" + answer.version() + "\"");
        if (outcome.replayed()) headers.put(REPLAYED, "true");
        return headers;
    }
}
