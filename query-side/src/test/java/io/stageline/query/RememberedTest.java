package io.stageline.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.query.Remembered.Key;
import io.stageline.query.Remembered.Sent;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class RememberedTest {
    private static final long NOW = 1_000;
    private static final long UNTIL = 2_000;

    private final Remembered remembered = new Remembered();
    private final AtomicInteger reads = new AtomicInteger();
    private final Key key = new Key(UUID.randomUUID(), UUID.randomUUID(), 7, "a question", When.NOW);

    @Test
    void an_answer_is_given_again_until_the_clock_ends_it() {
        var first = remembered.of(key, NOW, read(answer(7))).block();
        assertThat(remembered.of(key, UNTIL - 1, read(answer(7))).block()).isSameAs(first);
        assertThat(remembered.of(key, UNTIL, read(answer(7))).block()).isNotSameAs(first);
        assertThat(reads).hasValue(2);
    }

    @Test
    void tenants_marks_and_moments_have_answers_of_their_own() {
        remembered.of(key, NOW, read(answer(7))).block();
        var stranger = new Key(UUID.randomUUID(), key.journal(), 7, "a question", When.NOW);
        var later = new Key(key.tenant(), key.journal(), 8, "a question", When.NOW);
        var then = new Key(key.tenant(), key.journal(), 7, "a question", new When(5L, null));
        for (var other : new Key[] {stranger, later, then})
            remembered.of(other, NOW, read(answer(7))).block();
        assertThat(reads).hasValue(4);
    }

    @Test
    void what_does_not_say_how_long_it_holds_is_not_kept() {
        for (var n = 0; n < 2; n++) remembered.of(key, NOW, read(answer(0))).block();
        assertThat(reads).hasValue(2);
    }

    @Test
    void a_failure_is_not_kept() {
        var failing = remembered.of(key, NOW, read(Mono.error(new IllegalStateException("gone"))));
        assertThatThrownBy(failing::block).hasMessage("gone");
        assertThat(remembered.of(key, NOW, read(answer(7))).block()).isNotNull();
    }

    @Test
    void one_read_answers_all_who_ask_while_it_is_under_way() {
        var answer = Sinks.<Sent>one();
        var first = remembered.of(key, NOW, read(answer.asMono())).toFuture();
        var second = remembered.of(key, NOW, read(answer.asMono())).toFuture();
        answer.tryEmitValue(sent(7));
        assertThat(first.join()).isSameAs(second.join());
        assertThat(reads).hasValue(1);
    }

    @Test
    void who_asks_while_a_read_is_given_up_is_answered_by_another() {
        var asking = new CompletableFuture<Sent>();
        var givenUp = read(Mono.<Sent>never()
                .doOnCancel(() -> remembered.of(key, NOW, read(answer(7))).subscribe(asking::complete)));
        remembered.of(key, NOW, givenUp).subscribe().dispose();
        assertThat(asking).isCompleted();
    }

    @Test
    void a_read_is_given_up_when_the_last_one_who_waits_has_left() {
        var left = new AtomicInteger();
        var endless = read(Mono.<Sent>never().doOnCancel(left::incrementAndGet));
        var first = remembered.of(key, NOW, endless).subscribe();
        var second = remembered.of(key, NOW, endless).subscribe();
        first.dispose();
        assertThat(left).hasValue(0);
        second.dispose();
        assertThat(left).hasValue(1);
        assertThat(remembered.of(key, NOW, read(answer(7))).block()).isNotNull();
    }

    private Mono<Sent> read(Mono<Sent> answer) {
        return answer.doOnSubscribe(begun -> reads.incrementAndGet());
    }

    private static Mono<Sent> answer(long mark) {
        return Mono.fromSupplier(() -> sent(mark));
    }

    private static Sent sent(long mark) {
        return new Sent(new HttpHeaders(), new Rendered(new byte[] {1}, null, mark, UNTIL));
    }
}
