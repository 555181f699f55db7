package io.stageline.webhook.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.events.Sealed;
import io.stageline.webhook.automation.Answer.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Claim CLAIM = new Claim(
            new Claim.Lane(new EndpointKey(UUID.randomUUID(), UUID.randomUUID()), UUID.randomUUID()),
            1,
            1,
            UUID.randomUUID(),
            "{}",
            0,
            0,
            0);

    @Test
    void a_name_that_leads_inside_is_not_told_from_one_that_leads_nowhere() {
        assertThat(told(Answer.of(Failure.BLOCKED, 0)))
                .isEqualTo(told(Answer.of(Failure.DNS, 40)))
                .startsWith("unreachable", "0", "pending", null);
    }

    @Test
    void of_others_the_kind_and_the_time_are_told() {
        assertThat(told(Answer.of(Failure.TLS, 40))).startsWith("tls", "40", "pending");
    }

    /** What a tenant may learn: the error, the time, what becomes of the message, and when. */
    private static List<String> told(Answer answer) {
        var verdict = Verdict.of(answer, 1, RetrySchedule.USUAL, NOW, new Random(1));
        var outcome = new Outcome(CLAIM, NOW, new Sealed("box"), answer, verdict);
        return java.util.Arrays.asList(
                outcome.error(),
                Integer.toString(outcome.latencyMillis()),
                outcome.state(),
                answer.text(),
                verdict.toString());
    }
}
