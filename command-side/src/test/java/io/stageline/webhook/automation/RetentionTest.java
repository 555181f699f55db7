package io.stageline.webhook.automation;

import static io.stageline.webhook.automation.Happenings.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.webhook.events.WebhookEvent.ReplayRequested;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final String URL = "https://receiver.example/hook";
    private static final int MORE_THAN_A_STEP = 1_201;
    private static final String FINISH = """
            UPDATE stageline.webhook_message
               SET state = ?, attempts = 1, tries = 1, finished_at = now() - make_interval(days => ?)
             WHERE endpoint_id = ? AND sequence = ?""";
    private static final String ATTEMPT = """
            INSERT INTO stageline.webhook_attempt (tenant_id, endpoint_id, sequence, attempt, at, latency_millis)
            SELECT tenant_id, endpoint_id, sequence, 1, now(), 3 FROM stageline.webhook_message WHERE endpoint_id = ?""";
    private static final String MANY = """
            INSERT INTO stageline.webhook_message (tenant_id, endpoint_id, sequence, message_id, event_id, type, subject,
                   position, body, created_at, state, attempts, tries, finished_at)
            SELECT ?, ?, n, gen_random_uuid(), gen_random_uuid(), 'journal.created', gen_random_uuid(), n, '{}', now(),
                   'delivered', 1, 1, now() - interval '40 days'
              FROM generate_series(1, ?) AS n""";

    private final Happenings log = new Happenings();
    private final Retention retention = new Retention(log.connections, Clock.systemUTC(), Duration.ofDays(30));

    @AfterEach
    void close() throws InterruptedException {
        log.close();
    }

    @Test
    void what_was_delivered_long_ago_is_removed_with_its_attempts_and_what_failed_or_waits_never() throws SQLException {
        var endpoint = queued(6);
        finish(endpoint, 1, "delivered", 31);
        finish(endpoint, 2, "failed", 400);
        finish(endpoint, 3, "delivered", 31);
        finish(endpoint, 5, "delivered", 29);
        finish(endpoint, 6, "failed", 1);
        log.sql.update(ATTEMPT, endpoint.endpoint());
        assertThat(retention.removeOld()).isEqualTo(2);
        assertThat(log.column(endpoint, "sequence")).containsExactly("2", "4", "5", "6");
        assertThat(log.column(endpoint, "state")).containsExactly("failed", "pending", "delivered", "failed");
        assertThat(log.sql.queryForList(
                        "SELECT sequence FROM stageline.webhook_attempt ORDER BY sequence", Integer.class))
                .containsExactly(2, 4, 5, 6);
    }

    @Test
    void an_endpoint_says_up_to_which_number_messages_were_removed_and_goes_on_counting() throws SQLException {
        var endpoint = queued(3);
        var other = log.endpoint(URL);
        assertThat(retention.removeOld()).isZero();
        assertThat(removedTo(endpoint)).isZero();
        finish(endpoint, 2, "delivered", 31);
        retention.removeOld();
        assertThat(removedTo(endpoint)).isEqualTo(2);
        finish(endpoint, 1, "delivered", 31);
        retention.removeOld();
        assertThat(removedTo(endpoint)).isEqualTo(2);
        log.stage(UUID.randomUUID(), "CONTACT");
        log.drain();
        assertThat(log.column(endpoint, "sequence")).containsExactly("3", "4");
        assertThat(removedTo(endpoint)).isEqualTo(2);
        assertThat(removedTo(other)).isZero();
    }

    @Test
    void a_message_that_is_to_be_sent_again_waits_and_so_it_stays() throws SQLException {
        var endpoint = queued(1);
        finish(endpoint, 1, "delivered", 31);
        log.happens(endpoint.endpoint(), new ReplayRequested(endpoint.endpoint(), 1, 1, false));
        log.drain();
        assertThat(retention.removeOld()).isZero();
        assertThat(log.column(endpoint, "state")).containsExactly("pending");
    }

    @Test
    void however_much_is_old_all_of_it_goes() throws SQLException {
        var endpoint = queued(0);
        log.sql.update(MANY, TENANT, endpoint.endpoint(), MORE_THAN_A_STEP);
        assertThat(retention.removeOld()).isEqualTo(MORE_THAN_A_STEP);
        assertThat(log.messages(endpoint)).isEmpty();
        assertThat(removedTo(endpoint)).isEqualTo(MORE_THAN_A_STEP);
    }

    @Test
    void nobody_can_wish_that_nothing_is_kept() {
        assertThatThrownBy(() -> new Retention(log.connections, Clock.systemUTC(), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private EndpointKey queued(int messages) throws SQLException {
        var endpoint = log.endpoint(URL, List.of("entry.*"), List.of(1));
        for (var i = 0; i < messages; i++) log.stage(UUID.randomUUID(), "CONTACT");
        log.drain();
        return endpoint;
    }

    private void finish(EndpointKey endpoint, int sequence, String state, int daysAgo) {
        log.sql.update(FINISH, state, daysAgo, endpoint.endpoint(), sequence);
    }

    private long removedTo(EndpointKey endpoint) throws SQLException {
        log.drain();
        return log.sql
                .queryForList(
                        "SELECT removed_to FROM stageline.webhook_endpoint WHERE endpoint_id = ?",
                        Long.class,
                        endpoint.endpoint())
                .get(0);
    }
}
