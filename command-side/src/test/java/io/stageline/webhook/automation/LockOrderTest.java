package io.stageline.webhook.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.events.Sealed;
import io.stageline.webhook.automation.Claim.Lane;
import io.stageline.webhook.events.WebhookEvent.ReplayRequested;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Endpoints before lanes before messages, each in the order of their keys: whoever waits is not waited for. */
@Timeout(60)
class LockOrderTest {
    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);
    private static final UUID THIRD = new UUID(0, 3);
    private static final String HOLD_MESSAGE =
            "SELECT 1 FROM stageline.webhook_message WHERE endpoint_id = ? AND sequence = 2 FOR UPDATE";
    private static final String HOLD_LANE =
            "SELECT 1 FROM stageline.webhook_lane WHERE endpoint_id = ? AND subject = '" + SECOND + "' FOR UPDATE";
    private static final String ERRAND = "INSERT INTO stageline.webhook_errand VALUES (?, ?, 1, ?, 1, 3, now())";
    private static final String WAITING =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

    private final Happenings log = new Happenings();
    private final List<EndpointKey> endpoints = Stream.generate(() -> log.endpoint("https://receiver.example/hook"))
            .limit(2)
            .sorted(Comparator.comparing(key -> key.endpoint().toString()))
            .toList();
    private final EndpointKey endpoint = endpoints.get(0);
    private final Feed feed = log.feed();

    @AfterEach
    void close() throws InterruptedException {
        log.close();
    }

    @Test
    void what_is_sent_again_and_what_came_of_it_do_not_wait_for_each_other() throws Exception {
        threeMessages();
        log.sql.update(ERRAND, endpoint.tenant(), endpoint.endpoint(), "again");
        together(
                HOLD_MESSAGE,
                () -> new Errands(log.connections).step(),
                () -> record(outcome(endpoint, 1, FIRST), outcome(endpoint, 3, THIRD)));
    }

    @Test
    void what_is_removed_and_what_came_of_it_do_not_wait_for_each_other() throws Exception {
        threeMessages();
        log.sql.update(ERRAND, endpoint.tenant(), endpoint.endpoint(), "remove");
        together(
                HOLD_MESSAGE,
                () -> new Errands(log.connections).step(),
                () -> record(outcome(endpoint, 3, THIRD), outcome(endpoint, 1, FIRST)));
    }

    @Test
    void what_is_asked_for_after_news_and_what_came_of_both_do_not_wait_for_each_other() throws Exception {
        threeMessages();
        log.stage(THIRD, "MEET");
        log.happens(endpoint.endpoint(), new ReplayRequested(endpoint.endpoint(), 1, 2, false));
        together(
                HOLD_LANE,
                () -> record(
                        outcome(endpoint, 1, FIRST), outcome(endpoint, 2, SECOND), outcome(endpoints.get(1), 3, THIRD)),
                feed::feed);
    }

    /** While a row is held the first comes to wait, then the second; when it is let go both come to their end. */
    private void together(String hold, Callable<?> first, Callable<?> second) throws Exception {
        try (var holder = log.connections.getConnection()) {
            holder.setAutoCommit(false);
            hold(holder, hold);
            var one = begun(first, 1);
            var other = begun(second, 2);
            holder.rollback();
            CompletableFuture.allOf(one, other).join();
        }
        assertThat(log.sql.queryForObject(WAITING, Long.class)).isZero();
    }

    private void hold(Connection holder, String sql) throws SQLException {
        try (var select = holder.prepareStatement(sql)) {
            select.setObject(1, endpoint.endpoint());
            assertThat(select.executeQuery().next()).isTrue();
        }
    }

    private CompletableFuture<Void> begun(Callable<?> work, long waiting) {
        var begun = CompletableFuture.runAsync(() -> {
            try {
                work.call();
            } catch (Exception failed) {
                throw new AssertionError(failed);
            }
        });
        Await.until("it waits", () -> Long.valueOf(waiting).equals(log.sql.queryForObject(WAITING, Long.class)));
        return begun;
    }

    private void threeMessages() throws SQLException {
        for (var contact : List.of(FIRST, SECOND, THIRD)) log.stage(contact, "CONTACT");
        log.drain(feed);
    }

    private boolean record(Outcome... outcomes) throws SQLException {
        new Outcomes(log.connections).record(List.of(outcomes));
        return true;
    }

    private static Outcome outcome(EndpointKey endpoint, long sequence, UUID contact) {
        var claim = new Claim(new Lane(endpoint, contact), 1, sequence, UUID.randomUUID(), "{}", 0, 0, 0);
        var answer = new Answer(200, null, 5, null, null);
        return new Outcome(claim, Instant.now(), new Sealed("box"), answer, new Verdict.Delivered());
    }
}
