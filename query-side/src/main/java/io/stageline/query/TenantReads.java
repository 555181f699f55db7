package io.stageline.query;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.stageline.eventlog.Follower;
import io.stageline.http.Caller;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Every read: a read-only transaction that sees the rows of one tenant, and nothing at all before its tenant is set. */
@Component
public class TenantReads {
    /** Names the position of the log that an answer shows. */
    public static final String POSITION = "Stageline-Position";

    private static final Logger log = LoggerFactory.getLogger(TenantReads.class);

    // One round trip. Both values are a UUID and a name of our own, so they may stand in the text; the setting ends
    // with the
    // transaction.
    private static final String BEGIN = """
            BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
            SELECT set_config('app.tenant', '%s', true),
                   coalesce((SELECT position FROM stageline.projection_position WHERE follower = '%s'), 0) AS position""";

    private final ConnectionFactory connections;
    private final MinPosition minPosition;
    private final Clock clock;

    TenantReads(ConnectionFactory connections, MinPosition minPosition, ObjectProvider<Clock> clock) {
        this.connections = connections;
        this.minPosition = minPosition;
        this.clock = clock.getIfAvailable(Clock::systemUTC);
    }

    /** Answers from the read model, once it has reached the position if one is asked for. */
    public <T> Mono<ResponseEntity<T>> read(
            Caller caller, ReadModel model, @Nullable Long atLeast, Function<Reading, Mono<T>> questions) {
        // Whether a journal or an entry exists is always read from the grid.
        return Mono.when(
                        minPosition.reached(model.on(caller.log()), atLeast),
                        minPosition.reached(ReadModel.grid.on(caller.log()), atLeast))
                .then(toItsEnd(() -> inTransaction(caller.tenant(), model.on(caller.log()), questions)));
    }

    /** Whoever stops waiting does not stop the read: a result cancelled half-way leaks the driver's buffers. */
    private static <T> Mono<T> toItsEnd(Supplier<Mono<T>> read) {
        return Mono.fromFuture(() -> read.get().toFuture(), true);
    }

    private <T> Mono<ResponseEntity<T>> inTransaction(
            UUID tenant, Follower model, Function<Reading, Mono<T>> questions) {
        return Mono.usingWhen(
                connections.create(),
                connection -> begin(connection, tenant, model)
                        .flatMap(reading -> questions.apply(reading).map(answer -> ResponseEntity.ok()
                                .header(POSITION, String.valueOf(reading.position()))
                                .body(answer))),
                connection -> inBackground(connection, connection.commitTransaction()),
                (connection, error) -> rollBack(connection),
                TenantReads::rollBack);
    }

    private Mono<Reading> begin(Connection connection, UUID tenant, Follower model) {
        return Flux.from(connection
                        .createStatement(BEGIN.formatted(tenant, model.name()))
                        .execute())
                .concatMap(result -> result.map(row -> Reading.need(row, "position", Long.class)))
                .reduce((first, more) -> first)
                .map(position -> new Reading(connection, tenant, position, clock.instant()));
    }

    /** The answer is complete before the COMMIT of a transaction that wrote nothing, so nobody waits for it. */
    private static Mono<Void> inBackground(Connection connection, Publisher<Void> commit) {
        return Mono.fromRunnable(() -> Mono.from(commit)
                .onErrorResume(error -> Mono.empty())
                .then(Mono.from(connection.close()))
                .subscribe(done -> {}, TenantReads::notReturned));
    }

    private static Mono<Void> rollBack(Connection connection) {
        return Mono.from(connection.rollbackTransaction())
                .onErrorResume(error -> Mono.empty())
                .then(Mono.from(connection.close()));
    }

    private static void notReturned(Throwable error) {
        log.warn("a connection could not be returned: {}", error.getClass().getSimpleName());
    }
}
