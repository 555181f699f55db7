package io.stageline.query;

import static io.stageline.refusal.Code.INVALID_PARAMETER;
import static io.stageline.refusal.Code.PROJECTION_BEHIND;

import io.r2dbc.spi.ConnectionFactory;
import io.stageline.eventlog.Progress;
import io.stageline.refusal.Refused;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reading one's own writes: waits until a read model shows a position, told by its projection or seen in the database. */
@Component
class MinPosition {
    private static final String POSITION = """
            SELECT position
              FROM stageline.projection_position
             WHERE projection = :projection""";

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Nobody is remembered in memory for a position that will not come soon. */
    private static final long NEAR = 100_000;

    private final DatabaseClient database;
    private final @Nullable Progress progress;
    private final Map<ReadModel, Flux<Long>> polled = new EnumMap<>(ReadModel.class);

    MinPosition(ConnectionFactory connections, ObjectProvider<Progress> progress) {
        this.database = DatabaseClient.create(connections);
        this.progress = progress.getIfAvailable();
        for (var model : ReadModel.values()) polled.put(model, poll(model));
    }

    Mono<Void> reached(ReadModel model, @Nullable Long position) {
        if (position == null || position == 0) return Mono.empty();
        if (position < 0) return Mono.error(invalid());
        if (progress != null && progress.hasReached(model.name(), position)) return Mono.empty();
        return Mono.firstWithSignal(told(model, position), seen(model, position))
                .timeout(PATIENCE, Mono.error(MinPosition::behind));
    }

    private Mono<Void> told(ReadModel model, long position) {
        if (progress == null || position > progress.position(model.name()) + NEAR) return Mono.never();
        return Mono.fromFuture(() -> progress.whenReached(model.name(), position), true);
    }

    private Mono<Void> seen(ReadModel model, long position) {
        return Flux.defer(() -> polled.get(model))
                .filter(reached -> reached >= position)
                .next()
                .then();
    }

    /** One question every 20 ms however many wait for the answer. */
    private Flux<Long> poll(ReadModel model) {
        return Flux.interval(Duration.ZERO, POLL)
                .onBackpressureDrop()
                .concatMap(tick -> position(model), 1)
                .share();
    }

    private Mono<Long> position(ReadModel model) {
        return database.sql(POSITION)
                .bind("projection", model.name())
                .map(row -> Reading.need(row, "position", Long.class))
                .one();
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
