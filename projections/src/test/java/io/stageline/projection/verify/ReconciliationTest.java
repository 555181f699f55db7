package io.stageline.projection.verify;

import static io.stageline.projection.Story.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.projection.Story;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconciliationTest {

    @Test
    void every_minute_of_the_clock_there_is_a_cycle() throws SQLException {
        var clock = new Hands();
        try (var grid = new LoggedGrid();
                var reconciliation = new Reconciliation(List.of(grid.projection), grid.reconciler(10, null), clock)) {
            grid.appendAndFold(
                    new Story(grid.models, id("tenant")).journal("loans").events());
            clock.now = clock.now.plusSeconds(59);
            reconciliation.look();
            assertThat(streams(grid)).isZero();
            clock.now = clock.now.plusSeconds(1);
            reconciliation.look();
            reconciliation.look();
            assertThat(streams(grid)).isOne();
            clock.now = clock.now.plus(Duration.ofHours(1));
            reconciliation.look();
            assertThat(streams(grid)).isEqualTo(2);
        }
    }

    private static double streams(LoggedGrid grid) {
        var streams = grid.meters.find("stageline.reconcile.streams").counter();
        return streams == null ? 0 : streams.count();
    }

    private static final class Hands extends Clock {
        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
