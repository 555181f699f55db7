package io.stageline.projection.verify;

import static io.stageline.projection.Story.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.projection.Story;
import io.stageline.projection.verify.Reconciler.Effort;
import io.stageline.test.Hands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

class ReconciliationTest {

    @Test
    void every_minute_of_the_clock_there_is_a_cycle_and_at_once_when_it_is_put_back() throws Exception {
        var clock = new Hands();
        try (var grid = new LoggedGrid();
                var reconciliation = new Reconciliation(List.of(grid.projection), grid.reconciler(10, null), clock)) {
            grid.appendAndFold(
                    new Story(grid.models, id("tenant")).journal("loans").events());
            clock.move(Duration.ofSeconds(59));
            reconciliation.look();
            assertThat(streams(grid)).isZero();
            clock.move(Duration.ofSeconds(1));
            reconciliation.look();
            reconciliation.look();
            assertThat(streams(grid)).isOne();
            clock.move(Duration.ofHours(1));
            reconciliation.look();
            assertThat(streams(grid)).isEqualTo(2);
            clock.move(Duration.ofHours(-1));
            reconciliation.look();
            reconciliation.look();
            assertThat(streams(grid)).isEqualTo(3);
        }
    }

    @Test
    void closing_waits_for_the_sample_that_is_being_compared() throws Exception {
        var clock = new Hands();
        var sample = new Sample();
        try (var grid = new LoggedGrid()) {
            grid.appendAndFold(
                    new Story(grid.models, id("tenant")).journal("loans").events());
            var reconciler = new Reconciler(
                    grid.projecting, grid.types, grid.catalog, clock, grid.meters, null, new Effort(10, 10, sample));
            var reconciliation = new Reconciliation(List.of(grid.projection), reconciler, clock);
            clock.move(Duration.ofMinutes(1));
            sample.atWork.await();
            var overWhenClosed = CompletableFuture.supplyAsync(() -> {
                close(reconciliation);
                return sample.over;
            });
            sample.interrupted.await();
            assertThat(overWhenClosed)
                    .failsWithin(Duration.ofMillis(200))
                    .withThrowableThat()
                    .isInstanceOf(TimeoutException.class);
            sample.goOn.countDown();
            assertThat(overWhenClosed.join()).isTrue();
        }
    }

    private static void close(Reconciliation reconciliation) {
        try {
            reconciliation.close();
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    /** What a cycle does in its first pause: it is asked to stop, and comes to its end when it is let. */
    private static final class Sample implements LongConsumer {
        private final CountDownLatch atWork = new CountDownLatch(1);
        private final CountDownLatch interrupted = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private volatile boolean over;

        @Override
        public void accept(long nanos) {
            atWork.countDown();
            try {
                goOn.await();
            } catch (InterruptedException asked) {
                interrupted.countDown();
                finish();
            }
            over = true;
        }

        private void finish() {
            try {
                goOn.await();
            } catch (InterruptedException asked) {
                throw new AssertionError(asked);
            }
        }
    }

    private static double streams(LoggedGrid grid) {
        var streams = grid.meters.find("stageline.reconcile.streams").counter();
        return streams == null ? 0 : streams.count();
    }
}
