package io.stageline.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.link.TcpProxy.Swallowed;
import io.stageline.whole.Await;
import io.stageline.whole.Client;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** QUALITY F6, invariants A and B: the commit happened and its answer is lost, so the caller knows nothing and asks again. */
class SwallowedAnswerTest {
    private static final String STAGES_OF =
            "SELECT count(*) FROM stageline.event WHERE type = 'entry.stage-recorded/1' AND payload ->> 'journalId' = ?";
    private static final String MEET = "{\"stage\":\"MEET\"}";
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final Client client = TheLink.newTenant();

    @AfterEach
    void heal() {
        TheLink.proxy().heal();
    }

    @ParameterizedTest
    @EnumSource
    void the_caller_is_told_within_seconds_and_the_same_key_gets_the_stored_answer(Swallowed how) {
        var journal = client.journal("Swallowed");
        var entry = client.entry(journal, client.contact("Ada Lovelace"));
        TheLink.proxy().swallowAnswers(1, how);
        var begun = System.nanoTime();
        var lost = client.post(entry + "/stages", MEET, "Idempotency-Key", "once");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(BOUND);
        assertThat(lost.status()).as(lost.text()).isEqualTo(503);
        assertThat(lost.header("Retry-After")).isNotEmpty();

        var found = client.post(entry + "/stages", MEET, "Idempotency-Key", "once");
        assertThat(found.status()).as(found.text()).isEqualTo(201);
        assertThat(found.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(TheLink.log().number(STAGES_OF, journal)).isEqualTo(1);
        assertThat(client.get(entry + "/timeline?minPosition=" + found.number("/position"))
                        .number("/total"))
                .isEqualTo(1);
    }

    @Test
    void many_writers_whose_answers_are_lost_again_and_again_do_everything_once() {
        var load = new Load(client, 8).start(8, 0);
        for (var round = 0; round < 20; round++) {
            TheLink.proxy().swallowAnswers(1, Swallowed.WITH_A_RESET);
            Await.until("it is swallowed", BOUND, () -> TheLink.proxy().stillToSwallow() == 0);
        }
        load.stop(BOUND);
        assertThat(load.calls()).anyMatch(call -> call.status() == 503);
        assertThat(load.calls()).allMatch(call -> call.succeeded() || call.status() == 503);
        Recorded.exactlyWhatWasAcknowledged(TheLink.log(), load);
    }
}
