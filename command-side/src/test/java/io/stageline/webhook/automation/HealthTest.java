package io.stageline.webhook.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.events.Sealed;
import io.stageline.test.Hands;
import io.stageline.webhook.automation.Answer.Failure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final Answer OK = new Answer(204, null, 3, null, null);
    private static final Answer FAILURE = Answer.of(Failure.TIMEOUT, 3);
    private static final Sealed CALLED = new Sealed("box");

    private final Happenings log = new Happenings();
    private final EndpointKey endpoint = log.endpoint("https://receiver.example/hook");
    private final List<String> disabled = new ArrayList<>();
    private final Hands clock = new Hands();
    private final Health one = health();
    private final Health other = health();

    private Health health() {
        return new Health(log.connections, clock, (key, url, because) -> disabled.add(because + " " + url));
    }

    @BeforeEach
    void feed() throws SQLException {
        log.drain();
    }

    @AfterEach
    void close() throws InterruptedException {
        log.close();
    }

    @Test
    void what_fails_from_one_process_and_works_from_another_is_not_disabled() throws SQLException {
        one.heard(outcome(OK));
        other.heard(outcome(FAILURE));
        for (var day = 0; day < 4; day++) {
            clock.move(Duration.ofDays(1));
            one.heard(outcome(OK));
            other.heard(outcome(FAILURE));
        }
        assertThat(disabled).isEmpty();
    }

    @Test
    void what_fails_from_everywhere_for_three_days_is_disabled_where_it_was_called() throws SQLException {
        one.heard(outcome(OK));
        clock.move(Duration.ofDays(1));
        other.heard(outcome(FAILURE));
        clock.move(Duration.ofDays(3));
        one.heard(outcome(FAILURE));
        assertThat(disabled).isEmpty();
        clock.move(Duration.ofSeconds(1));
        one.heard(outcome(FAILURE));
        assertThat(disabled).containsExactly("failing " + CALLED);
    }

    private Outcome outcome(Answer answer) {
        var lane = new Claim.Lane(endpoint, UUID.randomUUID());
        var claim = new Claim(lane, 1, 1, UUID.randomUUID(), "{}", 0, 0, 0);
        return new Outcome(
                claim,
                clock.instant(),
                CALLED,
                answer,
                answer.equals(OK) ? new Verdict.Delivered() : new Verdict.Failed());
    }
}
