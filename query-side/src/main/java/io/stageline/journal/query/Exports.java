package io.stageline.journal.query;

import static io.stageline.refusal.Code.OVERLOADED;

import io.stageline.http.Caller;
import io.stageline.http.Correlation;
import io.stageline.journal.query.ExportReads.First;
import io.stageline.query.TenantReads;
import io.stageline.query.When;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Sends exports, only so many at once, so that they never take the connections of those who look at a page. */
@Component
class Exports {
    private static final Logger log = LoggerFactory.getLogger(Exports.class);
    private static final int AT_ONCE = 4;

    private final TenantReads reads;
    private final Semaphore places = new Semaphore(AT_ONCE);

    Exports(TenantReads reads) {
        this.reads = reads;
    }

    /** What is exported, to whom, as of when, and how it is written down once the layout of the journal is known. */
    record Wanted(
            Caller caller,
            ExportOf question,
            When when,
            @Nullable Long minPosition,
            MediaType type,
            Function<First, ExportFormat> format) {}

    /** The whole export; what is refused is refused before anything is sent. */
    Mono<Void> send(Wanted wanted, ServerHttpResponse response) {
        return Mono.using(this::enter, place -> begin(wanted, response), Semaphore::release);
    }

    private Semaphore enter() {
        if (places.tryAcquire()) return places;
        throw OVERLOADED
                .because("So many exports are under way that this one has to wait.")
                .asException();
    }

    private Mono<Void> begin(Wanted wanted, ServerHttpResponse response) {
        return Mono.deferContextual(context -> {
            Correlation.logging(Correlation.of(context), () -> tell(wanted));
            return sent(wanted, response);
        });
    }

    /** Who takes a whole journal away leaves a line in the log. */
    private static void tell(Wanted wanted) {
        log.info(
                "export of journal {} by key {} of tenant {}",
                wanted.question.journalId(),
                wanted.caller.keyId(),
                wanted.caller.tenant());
    }

    private Mono<Void> sent(Wanted wanted, ServerHttpResponse response) {
        return reads.read(
                        wanted.caller,
                        wanted.minPosition,
                        wanted.when,
                        reading -> ExportReads.first(wanted.question, reading))
                .flatMap(answer -> {
                    var first = Objects.requireNonNull(answer.getBody());
                    response.getHeaders().putAll(answer.getHeaders());
                    response.getHeaders().set(TenantReads.AS_OF, first.now().toString());
                    response.getHeaders().setContentType(wanted.type);
                    var export = new Export(reads, wanted, first);
                    return response.writeAndFlushWith(export.parts(response.bufferFactory()));
                });
    }
}
