package io.stageline.query;

import io.stageline.http.Caller;
import io.stageline.query.Remembered.Sent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Reads that are not sent again to who holds the answer still: a tag tells how long it holds, and a mark whether it does. */
@Component
public class TaggedReads {
    /** Part of every tag, so that none outlives the shape of its answer. */
    private static final String SHAPE = "1";

    private static final int QUESTION_BYTES = 8;

    private final TenantReads reads;
    private final Marks marks;
    private final Remembered remembered = new Remembered();

    TaggedReads(TenantReads reads) {
        this.reads = reads;
        this.marks = new Marks(reads::mark);
    }

    /** A question about a journal, how its asker wants it answered, and the tags of the answers that he holds. */
    public record Asked(
            Caller caller,
            UUID journal,
            Object question,
            When when,
            @Nullable Long minPosition,
            @Nullable String ifNoneMatch) {

        private String digest() {
            var text = String.join("\u001f", SHAPE, caller.tenant().toString(), question.toString(), when.toString());
            return Sha256.hex(text.getBytes(StandardCharsets.UTF_8), QUESTION_BYTES);
        }

        private Remembered.Key at(long mark) {
            return new Remembered.Key(caller.tenant(), journal, mark, question, when);
        }
    }

    /** The answer, or 304 when one that is held is still true. */
    public Mono<ResponseEntity<byte[]>> read(Asked asked, Function<Reading, Mono<Rendered>> answer) {
        return reads.reached(asked.caller, asked.minPosition, asked.when)
                .then(mark(asked))
                .flatMap(seen -> answer(asked, seen, answer));
    }

    private Mono<TenantReads.Seen> mark(Asked asked) {
        var needed = TenantReads.needed(asked.minPosition, asked.when);
        var mark = Mono.defer(() -> marks.of(asked.caller, asked.journal));
        return needed == 0
                ? mark
                : MinPosition.untilShown(mark.map(seen -> {
                    if (seen.position() < needed) throw new MinPosition.NotYet();
                    return seen;
                }));
    }

    private Mono<ResponseEntity<byte[]>> answer(
            Asked asked, TenantReads.Seen seen, Function<Reading, Mono<Rendered>> answer) {
        var digest = asked.digest();
        var now = ChronoUnit.MICROS.between(Instant.EPOCH, reads.now());
        var held = Tag.held(asked.ifNoneMatch, digest, now);
        if (held != null && held.mark() == seen.mark()) return Mono.just(unchanged(held, seen));
        return remembered
                .of(asked.at(seen.mark()), now, inFull(asked, answer))
                .map(sent -> response(asked, sent, seen, digest));
    }

    private Mono<Sent> inFull(Asked asked, Function<Reading, Mono<Rendered>> answer) {
        return reads.read(asked.caller, asked.minPosition, asked.when, answer)
                .map(answered -> new Sent(answered.getHeaders(), Objects.requireNonNull(answered.getBody())));
    }

    /** What was read of the present, at the same mark, is what would be read at the position that was seen since. */
    private static ResponseEntity<byte[]> response(Asked asked, Sent sent, TenantReads.Seen seen, String digest) {
        var answer = ResponseEntity.ok().headers(sent.headers());
        var read = Long.parseLong(Objects.requireNonNull(sent.headers().getFirst(TenantReads.POSITION)));
        if (asked.when.isNow() && seen.position() > read)
            answer.headers(own -> own.set(TenantReads.POSITION, String.valueOf(seen.position())));
        return answer.eTag(Tag.text(sent.rendered(), digest))
                .body(sent.rendered().body());
    }

    private static ResponseEntity<byte[]> unchanged(Tag held, TenantReads.Seen seen) {
        return ResponseEntity.status(HttpStatus.NOT_MODIFIED)
                .eTag(held.text())
                .header(TenantReads.POSITION, String.valueOf(seen.position()))
                .build();
    }
}
