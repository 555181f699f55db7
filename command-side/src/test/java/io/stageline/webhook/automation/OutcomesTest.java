package io.stageline.webhook.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.events.Sealed;
import io.stageline.webhook.automation.Answer.Failure;
import io.stageline.webhook.automation.Lanes.Room;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutcomesTest {
    private static final String ATTEMPTS =
            "SELECT attempt FROM stageline.webhook_attempt WHERE endpoint_id = ? ORDER BY attempt";

    private final Happenings log = new Happenings();

    @AfterEach
    void close() throws InterruptedException {
        log.close();
    }

    @Test
    void a_message_that_was_sent_again_before_its_first_outcome_was_written_has_both_attempts() throws SQLException {
        var endpoint = log.endpoint("https://receiver.example/hook");
        log.stage(UUID.randomUUID(), "CONTACT");
        log.drain();
        var now = Instant.now();
        var claim =
                new Lanes(log.connections).claim(List.of(new Room(endpoint, 8))).get(0);
        var url = new Sealed("box");
        var late =
                new Outcome(claim, now, url, Answer.of(Failure.TIMEOUT, 5), new Verdict.Again(Duration.ofMinutes(1)));
        var good = new Outcome(claim, now, url, new Answer(200, null, 5, null, null), new Verdict.Delivered());
        new Outcomes(log.connections).record(List.of(late, good));
        assertThat(log.sql.queryForList(ATTEMPTS, Integer.class, endpoint.endpoint()))
                .containsExactly(1, 2);
        assertThat(log.column(endpoint, "state")).containsExactly("delivered");
    }
}
