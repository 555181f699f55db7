package io.stageline.webhook.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.webhook.automation.Lanes.Room;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanesTest {
    private final Happenings log = new Happenings();

    @AfterEach
    void close() throws InterruptedException {
        log.close();
    }

    /** The time-out of the endpoint is two seconds. */
    @ParameterizedTest
    @CsvSource({"0, 7", "1, 14", "2, 28", "9, 28"})
    void each_sender_that_died_doubles_the_time_until_the_next_one_tries(int died, int seconds) throws SQLException {
        var endpoint = log.endpoint("https://receiver.example/hook");
        log.stage(UUID.randomUUID(), "CONTACT");
        log.drain();
        log.sql.update("UPDATE stageline.webhook_lane SET claims = ?", died);
        var claim =
                new Lanes(log.connections).claim(List.of(new Room(endpoint, 8))).get(0);
        assertThat(claim.lost()).isEqualTo(died);
        assertThat(claim.tries()).isZero();
        Integer lease = log.sql.queryForObject(
                "SELECT ceil(extract(epoch FROM due_at - now())) FROM stageline.webhook_lane", Integer.class);
        assertThat(lease).isBetween(seconds - 2, seconds);
    }
}
