package io.stageline.journal.write;

import com.github.f4b6a3.uuid.UuidCreator;
import io.stageline.http.PlainRequest;
import io.stageline.http.Reply;
import io.stageline.http.Scope;
import io.stageline.http.ShortRoute;
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
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Recording a stage, which is asked more often than everything else together. */
@Component
class StageShortRoute implements ShortRoute<StageShortRoute.Place> {
    private static final String UUID_PATTERN =
            "([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})";
    private static final Pattern PATH =
            Pattern.compile("/v1/journals/" + UUID_PATTERN + "/entries/" + UUID_PATTERN + "/stages");
    private static final int PATH_LENGTH = "/v1/journals//entries//stages".length() + 2 * 36;

    private final Commands commands;
    private final Workers workers;
    private final JsonMapper json;
    private final ObjectReader bodies;

    StageShortRoute(Commands commands, Workers workers, JsonMapper json) {
        this.commands = commands;
        this.workers = workers;
        this.json = json;
        this.bodies = json.readerFor(StageRequest.class);
    }

    /** Whose stage is recorded, and in which journal. */
    record Place(UUID journal, UUID contact) {}

    @Override
    public String template() {
        return "/v1/journals/{journalId}/entries/{contactId}/stages";
    }

    @Override
    public Scope scope() {
        return Scope.write;
    }

    @Override
    public @Nullable Place asked(HttpServerRequest request) {
        var uri = request.uri();
        if (uri.length() != PATH_LENGTH || !"POST".equals(request.method().name())) return null;
        var path = PATH.matcher(uri);
        return path.matches() ? new Place(UUID.fromString(path.group(1)), UUID.fromString(path.group(2))) : null;
    }

    @Override
    public Mono<Reply> answer(PlainRequest request, Place place, byte[] body) {
        return Mono.fromFuture(workers.start(() -> carryOut(request, place, body)))
                .map(this::reply);
    }

    private CompletableFuture<Outcome> carryOut(PlainRequest sent, Place place, byte[] body) {
        @Nullable StageRequest wish = bodies.readValue(body);
        if (wish == null) throw Values.invalid("", "a JSON object is required here");
        var request = new Request(
                sent.caller(),
                sent.correlation(),
                null,
                IdempotencyKey.of(sent.header(IdempotencyKey.HEADER), sent.caller(), sent.method(), sent.path(), body));
        var command = new RecordStage(
                new EntryKey(sent.caller().tenant(), place.journal, place.contact),
                UuidCreator.getTimeOrderedEpoch(),
                wish.stage(),
                wish.occurredAt(),
                wish.note(),
                IfMatch.of(sent.header("If-Match")));
        return commands.carryOut(command, request, EntryAnswer.Stage.class);
    }

    private Reply reply(Outcome outcome) {
        var headers = CommandPort.headers(outcome);
        headers.put(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE);
        var decided = outcome.decided();
        return new Reply(decided.status(), headers, json.writeValueAsBytes(decided.answer()));
    }

    @Override
    public Map<String, String> headersOf(Throwable failure) {
        return CommandPort.headersOf(failure);
    }
}
