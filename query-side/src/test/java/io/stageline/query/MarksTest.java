package io.stageline.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.http.Caller;
import io.stageline.query.TenantReads.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class MarksTest {
    private static final UUID TENANT = UUID.randomUUID();
    private static final UUID JOURNAL = UUID.randomUUID();

    private final List<Sinks.One<Seen>> looks = new ArrayList<>();
    private final Marks marks = new Marks(this::look);

    private Mono<Seen> look(Caller caller, UUID journal) {
        var sink = Sinks.<Seen>one();
        looks.add(sink);
        return sink.asMono();
    }

    @Test
    void whoever_asks_while_a_look_is_under_way_shares_the_next_one() {
        var first = ask(TENANT, JOURNAL);
        var later = List.of(ask(TENANT, JOURNAL), ask(TENANT, JOURNAL), ask(TENANT, JOURNAL));
        assertThat(looks).hasSize(1);
        looks.get(0).tryEmitValue(new Seen(1, 1));
        assertThat(first.join().mark()).isEqualTo(1);
        assertThat(looks).hasSize(2);
        assertThat(later).noneMatch(CompletableFuture::isDone);
        looks.get(1).tryEmitValue(new Seen(2, 2));
        assertThat(later).allMatch(answer -> answer.join().mark() == 2);
        assertThat(looks).hasSize(2);
        ask(TENANT, JOURNAL);
        assertThat(looks).hasSize(3);
    }

    @Test
    void journals_and_tenants_do_not_wait_for_each_other() {
        ask(TENANT, JOURNAL);
        ask(TENANT, UUID.randomUUID());
        ask(UUID.randomUUID(), JOURNAL);
        assertThat(looks).hasSize(3);
    }

    @Test
    void a_look_that_fails_fails_only_for_those_who_waited_for_it() {
        var first = ask(TENANT, JOURNAL);
        var second = ask(TENANT, JOURNAL);
        looks.get(0).tryEmitError(new IllegalStateException("gone"));
        Assertions.assertThatThrownBy(first::join).isInstanceOf(CompletionException.class);
        looks.get(1).tryEmitValue(new Seen(2, 2));
        assertThat(second.join().mark()).isEqualTo(2);
    }

    @Test
    void whoever_goes_away_takes_nobody_elses_answer_along() {
        var first = ask(TENANT, JOURNAL);
        var impatient = marks.of(caller(TENANT), JOURNAL).subscribe();
        var second = ask(TENANT, JOURNAL);
        impatient.dispose();
        looks.get(0).tryEmitValue(new Seen(1, 1));
        looks.get(1).tryEmitValue(new Seen(2, 2));
        assertThat(first.join().mark()).isEqualTo(1);
        assertThat(second.join().mark()).isEqualTo(2);
    }

    private CompletableFuture<Seen> ask(UUID tenant, UUID journal) {
        return marks.of(caller(tenant), journal).toFuture();
    }

    private static Caller caller(UUID tenant) {
        return new Caller(tenant, 0, UUID.randomUUID(), Set.of());
    }
}
