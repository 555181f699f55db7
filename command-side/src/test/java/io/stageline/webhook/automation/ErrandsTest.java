package io.stageline.webhook.automation;

import static io.stageline.webhook.automation.Happenings.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.webhook.events.WebhookEvent.EndpointDeleted;
import io.stageline.webhook.events.WebhookEvent.ReplayRequested;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ErrandsTest {
    private static final String URL = "https://receiver.example/hook";
    private static final int MESSAGES = 2 * Pieces.AT_ONCE + 200;
    private static final String MANY = """
            INSERT INTO stageline.webhook_message (tenant_id, endpoint_id, sequence, message_id, event_id, type, subject,
                   position, body, created_at, state, attempts, tries, finished_at)
            SELECT ?, ?, n, gen_random_uuid(), gen_random_uuid(), 'journal.created', gen_random_uuid(), n, '{}', now(),
                   CASE WHEN n % 2 = 0 THEN 'failed' ELSE 'delivered' END, 1, 1, now()
              FROM generate_series(1, ?) AS n""";
    private static final String ATTEMPTS = """
            INSERT INTO stageline.webhook_attempt (tenant_id, endpoint_id, sequence, attempt, at, latency_millis)
            SELECT tenant_id, endpoint_id, sequence, 1, now(), 3 FROM stageline.webhook_message""";

    private final Happenings log = new Happenings();

    @AfterEach
    void close() throws InterruptedException {
        log.close();
    }

    @Test
    void many_messages_are_asked_for_again_in_pieces_and_the_feed_goes_on_meanwhile() throws SQLException {
        var endpoint = withMessages();
        log.happens(endpoint.endpoint(), new ReplayRequested(endpoint.endpoint(), 1, Long.MAX_VALUE, false));
        log.stage(UUID.randomUUID(), "CONTACT");
        log.drain();
        assertThat(pending(endpoint)).isEqualTo(Pieces.AT_ONCE + 1);
        assertThat(log.errands()).isEqualTo(2);
        assertThat(pending(endpoint)).isEqualTo(MESSAGES + 1);
        assertThat(log.count("webhook_lane")).isEqualTo(MESSAGES + 1);
        assertThat(log.count("webhook_errand")).isZero();
    }

    @Test
    void of_those_that_failed_each_is_pending_when_another_process_goes_on_after_a_piece() throws SQLException {
        var endpoint = withMessages();
        log.happens(endpoint.endpoint(), new ReplayRequested(endpoint.endpoint(), 3, 1_100, true));
        log.drain();
        assertThat(pending(endpoint)).isEqualTo(Pieces.AT_ONCE / 2);
        assertThat(log.errands()).isEqualTo(2);
        assertThat(pending(endpoint)).isEqualTo(549);
    }

    @Test
    void who_asks_later_for_less_waits_for_one_piece_and_not_for_all() throws SQLException {
        var large = withMessages();
        var small = withMessages();
        log.happens(large.endpoint(), new ReplayRequested(large.endpoint(), 1, MESSAGES, false));
        log.happens(small.endpoint(), new ReplayRequested(small.endpoint(), 1, 600, false));
        log.drain();
        var errands = new Errands(log.connections);
        for (var piece = 0; piece < 2; piece++) errands.step();
        assertThat(pending(small)).isEqualTo(600);
        assertThat(log.count("webhook_errand")).isEqualTo(1);
    }

    @Test
    void an_endpoint_is_gone_at_once_and_its_messages_and_attempts_piece_by_piece() throws SQLException {
        var endpoint = withMessages();
        log.sql.update(ATTEMPTS);
        log.happens(endpoint.endpoint(), new ReplayRequested(endpoint.endpoint(), 1, MESSAGES, false));
        log.happens(endpoint.endpoint(), new EndpointDeleted(endpoint.endpoint()));
        log.drain();
        assertThat(log.count("webhook_endpoint")).isZero();
        assertThat(log.count("webhook_message")).isEqualTo(MESSAGES);
        log.errands();
        for (var table : List.of("webhook_message", "webhook_attempt", "webhook_lane", "webhook_errand"))
            assertThat(log.count(table)).as(table).isZero();
    }

    @Test
    void what_is_on_its_way_is_not_sent_beside_itself_because_somebody_asks_for_it() throws SQLException {
        var endpoint = log.endpoint(URL);
        log.stage(UUID.randomUUID(), "CONTACT");
        log.stage(UUID.randomUUID(), "CONTACT");
        log.drain();
        log.sql.update("UPDATE stageline.webhook_lane SET due_at = now() + interval '1 hour'");
        log.sql.update("UPDATE stageline.webhook_lane SET claims = 1 WHERE subject ="
                + " (SELECT subject FROM stageline.webhook_message WHERE sequence = 1)");
        log.happens(endpoint.endpoint(), new ReplayRequested(endpoint.endpoint(), 1, 2, false));
        log.drain();
        assertThat(log.sql.queryForList(
                        "SELECT claims FROM stageline.webhook_lane WHERE due_at <= now()", Integer.class))
                .containsExactly(0);
    }

    private EndpointKey withMessages() throws SQLException {
        var endpoint = log.endpoint(URL);
        log.drain();
        log.sql.update(MANY, TENANT, endpoint.endpoint(), MESSAGES);
        log.sql.update(
                "UPDATE stageline.webhook_endpoint SET last_sequence = ? WHERE endpoint_id = ?",
                MESSAGES,
                endpoint.endpoint());
        return endpoint;
    }

    private long pending(EndpointKey endpoint) {
        return log.column(endpoint, "state").stream().filter("pending"::equals).count();
    }
}
