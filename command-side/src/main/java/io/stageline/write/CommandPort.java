package io.stageline.write;

import io.stageline.http.Caller;
import io.stageline.http.Correlation;
import io.stageline.refusal.Code;
import io.stageline.write.Commands.Outcome;
import io.stageline.write.Commands.Request;
import io.stageline.write.StoredAnswers.Replayed;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.regex.Pattern;
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
    static final String REPLAYED = "Idempotency-Replayed";
    private static final Pattern STRONG_TAG = Pattern.compile("\"(\\d{1,18})\"");
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

    private <A extends Decided.Answer> Mono<ResponseEntity<A>> carryOut(
            ServerWebExchange exchange, Caller caller, byte[] body, Class<A> answerType, Command command) {
        var request = new Request(
                caller, Correlation.of(exchange), ifMatch(exchange), IdempotencyKey.of(exchange, caller, body));
        return Mono.fromFuture(workers.submit(() -> commands.carryOut(command, request, answerType)))
                .onErrorMap(CompletionException.class, Throwable::getCause)
                .onErrorMap(Replayed.class, replayed -> {
                    exchange.getResponse().getHeaders().set(REPLAYED, "true");
                    return replayed.refused();
                })
                .map(outcome -> response(outcome, answerType));
    }

    private <B> B read(byte[] body, Class<B> bodyType) {
        @Nullable B wish = json.readValue(body, bodyType);
        if (wish == null) throw Values.invalid("", "a JSON object is required here");
        return wish;
    }

    private static <A extends Decided.Answer> ResponseEntity<A> response(Outcome outcome, Class<A> answerType) {
        var answer = outcome.decided().answer();
        var response = ResponseEntity.status(outcome.decided().status())
                .header(POSITION, Long.toString(answer.position()))
                .eTag("\"" + answer.version() + "\"");
        if (outcome.replayed()) response.header(REPLAYED, "true");
        return response.body(answerType.cast(answer));
    }

    private static @Nullable Long ifMatch(ServerWebExchange exchange) {
        var sent = exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.IF_MATCH);
        if (sent.isEmpty()) return null;
        var tag = STRONG_TAG.matcher(sent.get(0));
        if (sent.size() > 1 || !tag.matches())
            throw Code.PRECONDITION_MALFORMED
                    .because("If-Match must be one strong entity tag: a version in quotes")
                    .asException();
        return Long.valueOf(tag.group(1));
    }
}
