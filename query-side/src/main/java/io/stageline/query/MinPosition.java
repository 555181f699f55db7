package io.stageline.query;

import static io.stageline.refusal.Code.INVALID_PARAMETER;
import static io.stageline.refusal.Code.PROJECTION_BEHIND;

import io.r2dbc.spi.ConnectionFactory;
import io.stageline.eventlog.Follower;
import io.stageline.eventlog.Progress;
import io.stageline.refusal.Refused;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Reading one's own writes: waits until a read model, or the queue of webhooks, shows a position:
 * told by who writes it, or seen in the database.
 */
@Component
class MinPosition {
    private static final String POSITIONS = """
            SELECT projection, log_id, position
              FROM stageline.projection_position
             WHERE shape = %d OR shape IS NULL
             UNION ALL
            SELECT 'webhooks', log_id, position
              FROM stageline.webhook_feed""".formatted(Showing.SHAPE);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Where the projection runs in this process, most waits end before anybody looks. */
    private static final Duration BEFORE_A_LOOK = Duration.ofMillis(1);

    private static final Duration AFTER_A_LOOK = Duration.ofMillis(1);
    private static final Duration AFTER_A_LOOK_WHEN_TOLD = Duration.ofMillis(20);
    private static final Duration LATELY = Duration.ofSeconds(1);
    private static final Duration BEFORE_ANOTHER_READ = Duration.ofMillis(1);
    private static final Duration BEFORE_ANOTHER_READ_AT_MOST = Duration.ofMillis(20);

    /** Nobody is remembered in memory for a position that will not come soon. */
    private static final long NEAR = 100_000;

    /** Who joins in the moment in which the last of the others leaves is cut off with them, and joins again. */
    private static final Retry CUT_OFF = Retry.indefinitely().filter(CancellationException.class::isInstance);

    private final DatabaseClient database;
    private final Progress progress;
    private final Flux<Map<Follower, Long>> looks;

    MinPosition(ConnectionFactory connections, Progress progress) {
        this.database = DatabaseClient.create(connections);
        this.progress = progress;
        this.looks = looks();
    }

    Mono<Void> reached(Follower model, @Nullable Long position) {
        if (position == null || position == 0) return Mono.empty();
        if (position < 0) return Mono.error(invalid());
        if (progress.hasReached(model, position)) return Mono.empty();
        return Mono.firstWithSignal(told(model, position), seen(model, position))
                .timeout(PATIENCE, Mono.error(MinPosition::behind));
    }

    /** What was read does not show the position that it must; it was told of another generation. */
    static final class NotYet extends RuntimeException {
        NotYet() {
            super(null, null, false, false);
        }
    }

    /** Reads again while a read finds that it is {@link NotYet} where it must be, for as long as anybody waits for a position. */
    static <T> Mono<T> untilShown(Mono<T> read) {
        return Mono.defer(() -> {
                    var end = System.nanoTime() + PATIENCE.toNanos();
                    return read.retryWhen(Retry.backoff(Long.MAX_VALUE, BEFORE_ANOTHER_READ)
                            .maxBackoff(BEFORE_ANOTHER_READ_AT_MOST)
                            .filter(error -> error instanceof NotYet && System.nanoTime() - end < 0));
                })
                .onErrorMap(NotYet.class, late -> behind());
    }

    private Mono<Void> told(Follower model, long position) {
        if (position > progress.position(model) + NEAR) return Mono.never();
        return Mono.fromFuture(() -> progress.whenReached(model, position), true);
    }

    private Mono<Void> seen(Follower model, long position) {
        return looks.filter(stored -> stored.getOrDefault(model, 0L) >= position)
                .next()
                .then()
                .retryWhen(CUT_OFF);
    }

    /** While anybody waits, one question after the other about all read models, however many wait for the answers. */
    private Flux<Map<Follower, Long>> looks() {
        return Mono.delay(BEFORE_A_LOOK)
                .then(Mono.fromFuture(() -> look().toFuture(), true)) // never cut off: half a result leaks buffers
                .repeatWhen(looked -> looked.concatMap(number -> Mono.delay(pause())))
                .share();
    }

    private Duration pause() {
        return progress.toldWithin(LATELY) ? AFTER_A_LOOK_WHEN_TOLD : AFTER_A_LOOK;
    }

    private Mono<Map<Follower, Long>> look() {
        return database.sql(POSITIONS)
                .map(row -> Map.entry(
                        new Follower(
                                Reading.need(row, "projection", String.class),
                                Reading.need(row, "log_id", Integer.class)),
                        Reading.need(row, "position", Long.class)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .doOnNext(stored -> stored.forEach(progress::seen));
    }

    private static Refused behind() {
        return PROJECTION_BEHIND
                .because("What you wrote is kept, but not yet to be seen here.")
                .asException();
    }

    private static Refused invalid() {
        return INVALID_PARAMETER
                .because("The parameter 'minPosition' must be a position that a write answered.")
                .with("parameter", "minPosition")
                .asException();
    }
}
