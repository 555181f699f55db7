package io.stageline.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.eventlog.EventTypes;
import io.stageline.standalone.Server;
import io.stageline.whole.Administrator;
import io.stageline.whole.Client;
import io.stageline.whole.SomeLogs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** QUALITY F15: the machine's clock jumps forward and back; what follows what is told by positions, and nothing expires. */
class JumpingClockTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String[] KEY = {"Idempotency-Key", "before"};

    private final AtomicReference<Duration> wrong = new AtomicReference<>(HOUR.multipliedBy(-2));
    private final InstantSource machine = () -> Instant.now().plus(wrong.get());

    @Test
    void what_is_recorded_later_comes_later_and_what_was_answered_stays_answered(@TempDir Path directory) {
        try (var server = Server.start(SomeLogs.in(directory), new EventTypes(), machine.withZone(ZoneOffset.UTC))) {
            var client = new Client(server.url(), new Administrator(directory).adminKey());
            var entry = client.entry(client.journal("Journal"), client.contact("Ada"));
            var first = client.post(entry + "/stages", stage("CONTACT"), KEY);

            jump(HOUR);
            var second = follows(first.number("/position"), client, entry, "MEET");
            assertThat(client.post(entry + "/stages", stage("CONTACT"), KEY).text())
                    .isEqualTo(first.text());

            jump(HOUR.negated());
            var third = follows(second, client, entry, "ASK");
            assertThat(client.post(entry + "/stages", stage("CONTACT"), KEY).text())
                    .isEqualTo(first.text());
            var timeline = client.get(entry + "/timeline?minPosition=" + third);
            assertThat(timeline.number("/total")).as(timeline.text()).isEqualTo(3);
            assertThat(timeline.at("/items/0/stage")).as(timeline.text()).isEqualTo("ASK");
        }
    }

    private void jump(Duration by) {
        wrong.updateAndGet(by::plus);
    }

    private static long follows(long position, Client client, String entry, String stage) {
        var answer = client.post(entry + "/stages", stage(stage));
        assertThat(answer.number("/position")).as(answer.text()).isEqualTo(position + 1);
        assertThat(answer.at("/currentStage")).as(answer.text()).isEqualTo(stage);
        return position + 1;
    }

    private static String stage(String name) {
        return "{\"stage\":\"" + name + "\"}";
    }
}
