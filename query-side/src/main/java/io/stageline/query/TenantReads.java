package io.stageline.query;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Statement;
import io.stageline.eventlog.Follower;
import io.stageline.http.Caller;
import io.stageline.http.Overdue;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
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

    /** Names the time from which an answer about the past is told. */
    public static final String AS_OF = "Stageline-As-Of";

    private static final Logger log = LoggerFactory.getLogger(TenantReads.class);

    private static final String BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    // The setting ends with the transaction.
    private static final String ENTER = """
            SELECT set_config('app.tenant', $1, true),
                   coalesce((SELECT position FROM stageline.projection_position WHERE follower = $2), 0) AS position""";

    // The tenant is set before the row that names it is there, and so before its marks are read.
    private static final String MARK = """
            SELECT coalesce((SELECT m.position FROM journal_mark AS m
                              WHERE m.tenant_id = entered.tenant AND m.journal_id = $3), 0) AS mark,
                   coalesce((SELECT position FROM stageline.projection_position WHERE follower = $2), 0) AS position
              FROM (SELECT set_config('app.tenant', $1, true)::uuid AS tenant OFFSET 0) AS entered""";

    private static final String GRID = "grid";

    private final ConnectionFactory connections;
    private final MinPosition minPosition;
    private final Overdue overdue;
    private final Clock clock;

    TenantReads(ConnectionFactory connections, MinPosition minPosition, Overdue overdue, ObjectProvider<Clock> clock) {
        this.connections = connections;
        this.minPosition = minPosition;
        this.overdue = overdue;
        this.clock = clock.getIfAvailable(Clock::systemUTC);
    }

    /** Answers as of a moment, once the read models have reached it and the position, if one is asked for. */
    public <T> Mono<ResponseEntity<T>> read(
            Caller caller, @Nullable Long atLeast, When when, Function<Reading, Mono<T>> questions) {
        when.checkIsNotAfter("asOf", now());
        return reached(caller, atLeast, when)
                .then(toItsEnd(lending -> inTransaction(lending, caller, when, questions)));
    }

    /** Answers what happened between two moments, once the read models have reached both. */
    public <T> Mono<ResponseEntity<T>> between(
            Caller caller, @Nullable Long atLeast, When from, When to, Function<Reading, Mono<T>> questions) {
        from.checkIsNotAfter("from", now());
        to.checkIsNotAfter("to", now());
        return Mono.when(reached(caller, atLeast, from), reached(caller, null, to))
                .then(toItsEnd(lending -> inTransaction(lending, caller, When.NOW, questions)));
    }

    /** Waits for something beside the read models, named as it says how far it is, to reach a position of the caller's log. */
    public Mono<Void> whenReached(String name, Caller caller, @Nullable Long atLeast) {
        return minPosition.reached(new Follower(name, caller.log()), atLeast);
    }

    /** Waits for the read models to reach the position, and the one at which they are to be seen. */
    Mono<Void> reached(Caller caller, @Nullable Long atLeast, When when) {
        var grid = grid(caller);
        return Mono.when(minPosition.reached(grid, atLeast), minPosition.reached(grid, when.position()));
    }

    /** The projection that keeps all that can be read, on the caller's log. */
    private static Follower grid(Caller caller) {
        return new Follower(GRID, caller.log());
    }

    /** The moment that the clock tells. */
    public Instant now() {
        return clock.instant();
    }

    /** The mark of a journal, 0 without one, and the position up to which the read models show the log. */
    record Seen(long mark, long position) {}

    Mono<Seen> mark(Caller caller, UUID journal) {
        return toItsEnd(lending -> Mono.usingWhen(
                lending.connection(),
                connection -> Flux.from(
                                enter(connection, MARK, caller).bind(2, journal).execute())
                        .concatMap(result -> result.map(row -> new Seen(
                                Reading.need(row, "mark", Long.class), Reading.need(row, "position", Long.class))))
                        .reduce((first, more) -> first)
                        .doOnTerminate(lending::isOver),
                Connection::close));
    }

    private static Statement enter(Connection connection, String sql, Caller caller) {
        return connection
                .createStatement(sql)
                .bind(0, caller.tenant().toString())
                .bind(1, grid(caller).name());
    }

    /**
     * Whoever stops waiting does not cancel the result, which would leak the driver's buffers half-way: a read that is not
     * over soon is ended in the database.
     */
    private <T> Mono<T> toItsEnd(Function<Lending, Mono<T>> read) {
        return Mono.defer(() -> {
            var lending = new Lending(connections, overdue);
            var end = read.apply(lending)
                    .onErrorComplete(ended -> ended instanceof R2dbcException && !lending.isWaitedFor());
            return Mono.fromFuture(end.toFuture(), true).doOnCancel(lending::isLeft);
        });
    }

    private <T> Mono<ResponseEntity<T>> inTransaction(
            Lending lending, Caller caller, When when, Function<Reading, Mono<T>> questions) {
        return Mono.usingWhen(
                lending.connection(),
                connection -> begin(connection, caller)
                        .flatMap(reading -> when.isNow() ? Mono.just(reading) : at(when, reading))
                        .flatMap(reading -> questions.apply(reading).map(answer -> answered(answer, reading)))
                        .doOnTerminate(lending::isOver),
                connection -> inBackground(connection, connection.commitTransaction()),
                (connection, error) -> rollBack(connection),
                TenantReads::rollBack);
    }

    /** Both statements are sent at once. */
    private Mono<Reading> begin(Connection connection, Caller caller) {
        return Flux.mergeSequential(
                        connection.createStatement(BEGIN).execute(),
                        enter(connection, ENTER, caller).execute())
                .concatMap(result -> result.map(row -> Reading.need(row, "position", Long.class)))
                .reduce((first, more) -> first)
                .map(position -> new Reading(connection, caller.tenant(), position, clock.instant(), Source.LIVE));
    }

    private static Mono<Reading> at(When when, Reading present) {
        if (when.position() != null && when.time() != null)
            return Mono.just(present.asOf(when.position(), when.time()));
        return Moment.of(present, when)
                .map(found -> present.asOf(found.get(0).position(), found.get(0).at()));
    }

    private static <T> ResponseEntity<T> answered(T answer, Reading reading) {
        var answered = ResponseEntity.ok().header(POSITION, String.valueOf(reading.position()));
        if (reading.isPast()) answered.header(AS_OF, reading.now().toString());
        return answered.body(answer);
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
