package io.stageline.projection.admin;

import io.stageline.http.Caller;
import io.stageline.refusal.Code;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The jobs that rebuild what the caller's tenant is shown, for its administrators. */
@RestController
@RequestMapping(path = "/v1/replays", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Replays")
class ReplayApi {
    private final ReplayDesk desk;
    private final Requests requests;

    ReplayApi(ReplayDesk desk, Requests requests) {
        this.desk = desk;
        this.requests = requests;
    }

    /** What is to be rebuilt, how many events a second it may take, and whether it is shown when it is proven. */
    record NewReplay(
            String projection,
            @Nullable Integer rate,
            @Nullable Boolean promote) {
        NewReplay {
            if (projection == null || projection.isBlank())
                throw Code.INVALID
                        .because("a text is required here")
                        .at("/projection")
                        .asException();
            if (rate != null && (rate < 1 || rate > ReplayDesk.MOST_RATE))
                throw Code.INVALID
                        .because("1 to 10,000 events a second are possible here")
                        .at("/rate")
                        .asException();
        }
    }

    /** A page of jobs. */
    record Replays(
            List<JobAnswer> items, long total, @Nullable UUID next) {}

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "startReplay",
            summary = "Build and prove a generation of the tenant, or go on with the one that is begun")
    Mono<ResponseEntity<JobAnswer>> start(@RequestBody NewReplay wish, Caller caller, ServerWebExchange exchange) {
        Requests.takeNoKey(exchange);
        var rate = wish.rate() == null ? ReplayDesk.MOST_RATE : wish.rate();
        var promote = Boolean.TRUE.equals(wish.promote());
        return requests.answer(() -> accepted(desk.start(caller, wish.projection(), rate, promote)));
    }

    @GetMapping
    @Operation(
            operationId = "listReplays",
            summary = "List the tenant's jobs and, without numbers, those for all tenants; the newest first")
    Mono<Replays> list(
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable UUID cursor,
            Caller caller) {
        Page.mustBeAPage(limit);
        return requests.answer(() -> {
            var page = desk.list(caller, limit, cursor);
            return new Replays(page.items(), page.total(), page.next());
        });
    }

    @GetMapping("/{jobId}")
    @Operation(operationId = "getReplay", summary = "How far a job is")
    Mono<JobAnswer> find(@PathVariable UUID jobId, Caller caller) {
        return requests.answer(() -> desk.find(caller, jobId));
    }

    @PostMapping("/{jobId}/pause")
    @Operation(
            operationId = "pauseReplay",
            summary = "Ask the job to stop at its next checkpoint; one that nobody works on stays as it is")
    Mono<JobAnswer> pause(@PathVariable UUID jobId, Caller caller, ServerWebExchange exchange) {
        Requests.takeNoKey(exchange);
        return requests.answer(() -> desk.pause(caller, jobId));
    }

    @PostMapping("/{jobId}/resume")
    @Operation(
            operationId = "resumeReplay",
            summary = "Go on with a build from its last checkpoint, without promoting it; one that is done stays so")
    Mono<JobAnswer> resume(@PathVariable UUID jobId, Caller caller, ServerWebExchange exchange) {
        Requests.takeNoKey(exchange);
        return requests.answer(() -> desk.resume(caller, jobId));
    }

    static ResponseEntity<JobAnswer> accepted(JobAnswer job) {
        return ResponseEntity.accepted()
                .location(URI.create("/v1/replays/" + job.jobId()))
                .body(job);
    }
}
