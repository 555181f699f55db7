package io.stageline.webhook.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.webhook.events.WebhookEvent.EndpointPaused;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueMetricsTest {
    private static final String URL = "https://receiver.example/hook";

    private final Happenings log = new Happenings();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final QueueMetrics metrics = new QueueMetrics(log.connections, Clock.systemUTC(), meters);

    @AfterEach
    void close() throws InterruptedException {
        log.close();
    }

    @Test
    void what_waits_is_counted_by_the_state_of_its_endpoint_and_what_was_given_up_apart() throws SQLException {
        var active = log.endpoint(URL, List.of("entry.*"), List.of(1));
        var paused = log.endpoint(URL, List.of("entry.*"), List.of(1));
        log.happens(paused.endpoint(), new EndpointPaused(paused.endpoint()));
        for (var i = 0; i < 4; i++) log.stage(UUID.randomUUID(), "CONTACT");
        log.drain();
        log.sql.update(
                "UPDATE stageline.webhook_message SET state = 'failed' WHERE endpoint_id = ? AND sequence = 2",
                active.endpoint());
        log.sql.update(
                "UPDATE stageline.webhook_message SET created_at = now() - interval '1 hour' WHERE endpoint_id = ? AND sequence = 3",
                active.endpoint());
        metrics.count();
        assertThat(waiting("active")).isEqualTo(3);
        assertThat(waiting("paused")).isEqualTo(4);
        assertThat(waiting("disabled")).isZero();
        assertThat(age("active")).isCloseTo(3_600, within(60.0));
        assertThat(age("paused")).isBetween(0.0, 60.0);
        assertThat(age("disabled")).isZero();
        assertThat(value("stageline.webhook.dead.letters")).isEqualTo(1);
        assertThat(value("stageline.webhook.untold")).isZero();
    }

    @Test
    void what_could_not_be_told_yet_is_counted() throws SQLException {
        log.sql.update(
                "INSERT INTO stageline.webhook_untold VALUES (?, 0, 7, ?, 'UNKNOWN_TYPE')",
                Happenings.TENANT,
                UUID.randomUUID());
        metrics.count();
        assertThat(value("stageline.webhook.untold")).isEqualTo(1);
    }

    @Test
    void before_anybody_has_counted_nothing_is_known() {
        assertThat(waiting("active")).isNaN();
        assertThat(age("active")).isNaN();
        assertThat(value("stageline.webhook.dead.letters")).isNaN();
    }

    @Test
    void no_metric_tells_whose_it_is() {
        assertThat(meters.getMeters())
                .flatMap(meter -> meter.getId().getTags())
                .extracting(Tag::getKey)
                .containsOnly("endpoints");
    }

    private double waiting(String endpoints) {
        return meters.get("stageline.webhook.waiting")
                .tag("endpoints", endpoints)
                .gauge()
                .value();
    }

    private double age(String endpoints) {
        return meters.get("stageline.webhook.waiting.age.seconds")
                .tag("endpoints", endpoints)
                .gauge()
                .value();
    }

    private double value(String name) {
        return meters.get(name).gauge().value();
    }
}
