package io.stageline.webhook.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.alert.events.AlertEvent.About;
import io.stageline.alert.events.AlertEvent.AlertAcknowledged;
import io.stageline.alert.events.AlertEvent.AlertRaised;
import io.stageline.alert.events.AlertEvent.AlertResolved;
import io.stageline.alert.events.AlertEvent.AlertResolved.Why;
import io.stageline.alert.events.AlertEvent.Premise;
import io.stageline.alert.events.Evidence;
import io.stageline.alert.events.RuleText.Mode;
import io.stageline.alert.events.RuleText.Severity;
import io.stageline.events.Sealed;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AlertMessagesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID ALERT = UUID.randomUUID();
    private static final UUID CONTACT = UUID.randomUUID();

    private final Happenings log = new Happenings();
    private final EndpointKey endpoint = log.endpoint("https://receiver.example/", List.of("alert.*"), List.of(1));

    @AfterEach
    void close() throws InterruptedException {
        log.close();
    }

    @Test
    void an_alert_is_told_from_its_beginning_to_its_end_and_nothing_personal() throws SQLException {
        log.happens(
                ALERT,
                raised(Mode.LIVE, null),
                new AlertAcknowledged(ALERT, UUID.randomUUID(), new Sealed("sealed note")),
                new AlertResolved(ALERT, AT, Why.CALMED, null));
        log.feed().feed();
        assertThat(log.column(endpoint, "type"))
                .containsExactly("alert.raised", "alert.acknowledged", "alert.resolved");
        assertThat(log.column(endpoint, "subject")).containsOnly(CONTACT.toString());
        assertThat(body(0).at("/data/because").asString()).isEqualTo("7 in an hour");
        assertThat(body(0).at("/data/severity").asString()).isEqualTo("CRITICAL");
        assertThat(body(0).at("/idempotencyKey").asString()).startsWith("msg_");
        assertThat(body(1).at("/previous/status").asString()).isEqualTo("raised");
        assertThat(body(2).at("/previous/status").asString()).isEqualTo("acknowledged");
        assertThat(body(2).at("/data/alertId").asString()).isEqualTo(ALERT.toString());
        assertThat(body(2).at("/data/why").asString()).isEqualTo("CALMED");
        assertThat(log.column(endpoint, "body")).noneMatch(body -> body.contains("sealed"));
    }

    @Test
    void what_a_rule_on_trial_found_and_what_is_silenced_is_not_told() throws SQLException {
        log.happens(ALERT, raised(Mode.SHADOW, null), new AlertResolved(ALERT, AT, Why.BY_HAND, null));
        log.happens(
                CONTACT,
                raised(Mode.LIVE, UUID.randomUUID()),
                new AlertAcknowledged(ALERT, UUID.randomUUID(), null),
                new AlertResolved(ALERT, AT, Why.BY_HAND, null));
        log.feed().feed();
        assertThat(log.messages(endpoint)).isEmpty();
    }

    private JsonNode body(int index) {
        return JSON.readTree(log.column(endpoint, "body").get(index));
    }

    private static AlertRaised raised(Mode mode, @Nullable UUID silence) {
        var about = new About(UUID.randomUUID(), null, Happenings.JOURNAL, CONTACT, null, new Sealed("sealed name"));
        return new AlertRaised(
                ALERT,
                new Premise(UUID.randomUUID(), 1, mode, Severity.CRITICAL),
                about,
                1,
                AT,
                null,
                new Evidence(List.of(1L, 2L), Map.of("count", 7.0), 3.0, null, "7 in an hour"),
                silence);
    }
}
