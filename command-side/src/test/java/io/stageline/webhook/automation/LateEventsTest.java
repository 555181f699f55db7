package io.stageline.webhook.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.EventTypes;
import io.stageline.webhook.events.WebhookEvent.EndpointDeleted;
import io.stageline.webhook.events.WebhookEvent.EndpointDisabled;
import io.stageline.webhook.events.WebhookEvent.EndpointPaused;
import io.stageline.webhook.events.WebhookEvent.EndpointResumed;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What cannot be read at first, and what becomes of it later. */
class LateEventsTest {
    private static final UUID CONTACT = UUID.randomUUID();
    private static final String URL = "https://receiver.example/hook";

    private final Happenings log = new Happenings();

    @AfterEach
    void close() throws InterruptedException {
        log.close();
    }

    @Test
    void an_event_that_cannot_be_read_holds_up_nobody_and_is_told_as_soon_as_it_can_be() throws Exception {
        var endpoint = log.endpoint(URL);
        var strange = log.stage(CONTACT, "CONTACT");
        var next = log.stage(UUID.randomUUID(), "CONTACT");
        rename(strange, "entry.teleported/1");
        drainInAnotherProcess();
        assertThat(log.column(endpoint, "position")).containsExactly("" + next);
        assertThat(log.count("webhook_untold")).isEqualTo(1);
        rename(strange, "entry.stage-recorded/1");
        drainInAnotherProcess();
        drainInAnotherProcess();
        assertThat(log.column(endpoint, "position")).containsExactly("" + next, "" + strange);
        assertThat(log.column(endpoint, "sequence")).containsExactly("1", "2");
        assertThat(log.count("webhook_untold")).isZero();
    }

    @Test
    void an_event_whose_history_cannot_be_read_is_put_aside_too() throws Exception {
        var endpoint = log.endpoint(URL);
        var strange = log.stage(CONTACT, "CONTACT");
        log.stage(CONTACT, "MEET");
        rename(strange, "entry.teleported/1");
        drainInAnotherProcess();
        assertThat(log.messages(endpoint)).isEmpty();
        assertThat(log.count("webhook_untold")).isEqualTo(2);
        rename(strange, "entry.stage-recorded/1");
        drainInAnotherProcess();
        assertThat(log.column(endpoint, "sequence")).containsExactly("1", "2");
        assertThat(log.body(endpoint, 2).at("/previous/currentStage").asString())
                .isEqualTo("CONTACT");
    }

    @Test
    void what_is_late_to_be_known_of_an_endpoint_is_true_of_it_as_if_it_had_come_in_time() throws Exception {
        var endpoint = log.endpoint(URL);
        var types = log.happens(endpoint.endpoint(), log.changed(endpoint, List.of("journal.created")));
        log.happens(endpoint.endpoint(), new EndpointPaused(endpoint.endpoint()));
        var resumed = log.happens(endpoint.endpoint(), new EndpointResumed(endpoint.endpoint()));
        log.happens(endpoint.endpoint(), new EndpointDisabled(endpoint.endpoint(), "gone"));
        rename(types, "webhook-endpoint.moved/1");
        rename(resumed, "webhook-endpoint.moved/1");
        log.stage(CONTACT, "CONTACT");
        drainInAnotherProcess();
        assertThat(endpoints("state || version")).containsExactly("disabled5");
        assertThat(log.column(endpoint, "sequence")).containsExactly("1", "2");
        rename(types, "webhook-endpoint.changed/1");
        drainInAnotherProcess();
        rename(resumed, "webhook-endpoint.resumed/1");
        log.stage(CONTACT, "MEET");
        drainInAnotherProcess();
        assertThat(endpoints("state || version || last_sequence || (event_types)[1]"))
                .containsExactly("disabled52journal.created");
        assertThat(log.count("webhook_untold")).isZero();
    }

    @Test
    void an_endpoint_whose_creation_is_late_begins_with_all_that_was_decided_since_and_a_deleted_one_never()
            throws Exception {
        var late = log.endpoint(URL);
        log.happens(late.endpoint(), new EndpointPaused(late.endpoint()));
        var gone = log.endpoint(URL);
        log.happens(gone.endpoint(), new EndpointDeleted(gone.endpoint()));
        log.sql
                .queryForList(
                        "SELECT position FROM stageline.event WHERE type = 'webhook-endpoint.created/1'", Long.class)
                .forEach(position -> rename(position, "webhook-endpoint.begun/1"));
        drainInAnotherProcess();
        assertThat(log.count("webhook_endpoint")).isZero();
        log.sql
                .queryForList("SELECT position FROM stageline.webhook_untold", Long.class)
                .forEach(position -> rename(position, "webhook-endpoint.created/1"));
        drainInAnotherProcess();
        assertThat(endpoints("endpoint_id || state")).containsExactly(late.endpoint() + "paused");
    }

    @Test
    void of_many_contacts_only_the_one_whose_history_cannot_be_read_is_put_aside() throws Exception {
        var endpoint = log.endpoint(URL);
        var strange = log.stage(CONTACT, "CONTACT");
        for (var i = 0; i < 9; i++) log.stage(new UUID(7, i), "CONTACT");
        for (var i = 0; i < 9; i++) log.stage(new UUID(7, i), "MEET");
        log.stage(CONTACT, "MEET");
        rename(strange, "entry.teleported/1");
        drainInAnotherProcess();
        assertThat(log.count("webhook_untold")).isEqualTo(2);
        assertThat(log.messages(endpoint)).hasSize(18);
        for (var i = 10; i <= 18; i++)
            assertThat(log.body(endpoint, i).at("/previous/currentStage").asString())
                    .isEqualTo("CONTACT");
    }

    private List<String> endpoints(String column) {
        return log.sql.queryForList("SELECT " + column + " FROM stageline.webhook_endpoint", String.class);
    }

    private void rename(long position, String type) {
        new JdbcTemplate(log.database.asAdmin())
                .update("UPDATE stageline.event SET type = ?, digest = NULL WHERE position = ?", type, position);
    }

    private void drainInAnotherProcess() throws SQLException, InterruptedException {
        try (var logs =
                new EventLogs(log.connections, new EventTypes(), Clock.systemUTC(), new SimpleMeterRegistry())) {
            log.drain(new Feed(logs.log(0), log.connections, log.secrets));
        }
    }
}
