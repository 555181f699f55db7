package io.stageline.journal.write;

import com.github.f4b6a3.uuid.UuidCreator;
import io.stageline.http.Caller;
import io.stageline.journal.write.JournalCommand.ArchiveJournal;
import io.stageline.journal.write.JournalCommand.ChangeJournal;
import io.stageline.journal.write.JournalCommand.CreateJournal;
import io.stageline.write.BodyOf;
import io.stageline.write.CommandPort;
import io.stageline.write.Values;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Commands to journals over HTTP. */
@RestController
@RequestMapping(path = "/v1/journals", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Journals")
class JournalApi {
    private static final List<String> STAGES = List.of("CONTACT", "MEET", "ASK", "DECISION", "THANK", "NEXT_STEPS");
    private static final List<String> STATUSES = List.of("PLEDGED", "DECLINED", "PAUSED", "LAPSED", "CANCELLED");

    private final CommandPort port;

    JournalApi(CommandPort port) {
        this.port = port;
    }

    /** A journal to be created; stages and statuses have defaults, and without days nothing rots. */
    record NewJournal(
            String name,
            @Nullable List<String> stages,
            @Nullable List<String> statuses,
            @Nullable Map<String, @Nullable Integer> rotDays) {
        NewJournal {
            Values.required("/name", name, Values.LINE);
            stages = stages == null ? STAGES : Values.words("/stages", stages);
            statuses = statuses == null ? STATUSES : Values.statuses("/statuses", statuses);
            rotDays = Values.days("/rotDays", rotDays);
        }
    }

    /** What of a journal is to change; what is missing stays, and null takes a stage's days away. */
    record JournalChange(
            @Nullable String name,
            @Nullable List<String> stages,
            @Nullable List<String> statuses,
            @Nullable Map<String, @Nullable Integer> rotDays) {
        JournalChange {
            Values.optional("/name", name, Values.LINE);
            stages = stages == null ? null : Values.words("/stages", stages);
            statuses = statuses == null ? null : Values.statuses("/statuses", statuses);
            rotDays = Values.days("/rotDays", rotDays);
        }
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "createJournal", summary = "Create a journal")
    @ApiResponse(responseCode = "201", description = "Created", useReturnTypeSchema = true)
    Mono<ResponseEntity<JournalAnswer>> create(
            @RequestBody @BodyOf(NewJournal.class) byte[] body, Caller caller, ServerWebExchange exchange) {
        return port.send(
                exchange,
                caller,
                body,
                NewJournal.class,
                JournalAnswer.class,
                wish -> new CreateJournal(
                        caller.tenant(),
                        UuidCreator.getTimeOrderedEpoch(),
                        wish.name(),
                        Objects.requireNonNull(wish.stages()),
                        Objects.requireNonNull(wish.statuses()),
                        Objects.requireNonNull(wish.rotDays())));
    }

    @PatchMapping(path = "/{journalId}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "changeJournal",
            summary = "Rename a journal, add or reorder its stages or statuses, say after how many days entries rot")
    Mono<ResponseEntity<JournalAnswer>> change(
            @PathVariable UUID journalId,
            @RequestBody @BodyOf(JournalChange.class) byte[] body,
            Caller caller,
            ServerWebExchange exchange) {
        return port.send(
                exchange,
                caller,
                body,
                JournalChange.class,
                JournalAnswer.class,
                wish -> new ChangeJournal(
                        caller.tenant(),
                        journalId,
                        wish.name(),
                        wish.stages(),
                        wish.statuses(),
                        Objects.requireNonNull(wish.rotDays())));
    }

    @PostMapping("/{journalId}/archive")
    @Operation(operationId = "archiveJournal", summary = "Close a journal for new events")
    Mono<ResponseEntity<JournalAnswer>> archive(
            @PathVariable UUID journalId, Caller caller, ServerWebExchange exchange) {
        return port.send(exchange, caller, JournalAnswer.class, new ArchiveJournal(caller.tenant(), journalId));
    }
}
