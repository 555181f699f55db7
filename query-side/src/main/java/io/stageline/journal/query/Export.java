package io.stageline.journal.query;

import io.stageline.http.Refusals;
import io.stageline.journal.query.ExportFormat.BrokenOff;
import io.stageline.journal.query.ExportReads.Chunk;
import io.stageline.journal.query.ExportReads.First;
import io.stageline.journal.query.Exports.Wanted;
import io.stageline.query.TenantReads;
import io.stageline.query.When;
import java.io.ByteArrayOutputStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One export under way: chunk after chunk, all as of one position. The next chunk is read when the one before was written,
 * and nothing is kept open in between, so a slow reader costs a chunk of memory and no connection.
 */
final class Export {
    private static final Logger log = LoggerFactory.getLogger(Export.class);

    private final TenantReads reads;
    private final Wanted wanted;
    private final First first;
    private final ExportFormat format;
    private final When when;

    // One part after the other; only whether the last one was made is asked ahead of its turn.
    private boolean begun;
    private long rows;
    private @Nullable UUID last;
    private volatile boolean ended;

    Export(TenantReads reads, Wanted wanted, First first) {
        this.reads = reads;
        this.wanted = wanted;
        this.first = first;
        this.format = wanted.format().apply(first);
        this.when = new When(first.position(), first.now());
        this.last = wanted.question().after();
    }

    /** The parts of the body, each made when it is its turn to be sent. */
    Flux<Publisher<DataBuffer>> parts(DataBufferFactory buffers) {
        return Flux.generate(parts -> {
            if (ended) parts.complete();
            else parts.next(Mono.defer(this::part).map(buffers::wrap));
        });
    }

    private Mono<byte[]> part() {
        if (ended) return Mono.empty();
        return chunk().map(this::bytes).onErrorResume(failure -> Mono.just(brokenOff(failure)));
    }

    private Mono<Chunk> chunk() {
        if (!begun) return Mono.just(first.chunk());
        var question = last == null ? wanted.question() : wanted.question().behind(last);
        return reads.read(wanted.caller(), null, when, reading -> ExportReads.next(question, first.layout(), reading))
                .mapNotNull(ResponseEntity::getBody);
    }

    private byte[] bytes(Chunk chunk) {
        var bytes = new ByteArrayOutputStream();
        if (!begun && last == null) bytes.writeBytes(format.head());
        begun = true;
        if (chunk.lines() != null) bytes.writeBytes(format.rows(chunk.lines()));
        rows += chunk.rows();
        if (chunk.last() != null) last = chunk.last();
        if (!chunk.more()) {
            ended = true;
            bytes.writeBytes(format.end(rows, first.position()));
        }
        return bytes.toByteArray();
    }

    private byte[] brokenOff(Throwable failure) {
        ended = true;
        var code = Refusals.of(failure).code();
        log.warn("an export broke off: {}", code.wire());
        return format.error(new BrokenOff(code.wire(), rows, last, first.position(), first.now()));
    }
}
