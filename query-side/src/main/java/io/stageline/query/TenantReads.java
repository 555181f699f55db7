package io.stageline.query;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcException;
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
import reactor.core.publisher.Mono;

/** Every read: a read-only transaction that sees the rows of one tenant, and nothing at all before its tenant is set. */
@Component
public class TenantReads {
    /** Names the position of the log that an answer shows. */
    public static final String POSITION = "Stageline-Position";

    /** Names the time from which an answer about the past is told. */
    public static final String AS_OF = "Stageline-As-Of";

    private static final Logger log = LoggerFactory.getLogger(TenantReads.class);

    private final Showing showing = new Showing();
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
        var needed = needed(atLeast, when);
        return reached(caller, atLeast, when)
                .then(shown(needed, toItsEnd(lending -> inTransaction(lending, caller, needed, when, questions))));
    }

    /** Answers what happened between two moments, once the read models have reached both. */
    public <T> Mono<ResponseEntity<T>> between(
            Caller caller, @Nullable Long atLeast, When from, When to, Function<Reading, Mono<T>> questions) {
        from.checkIsNotAfter("from", now());
        to.checkIsNotAfter("to", now());
        var needed = Math.max(needed(atLeast, from), needed(null, to));
        return Mono.when(reached(caller, atLeast, from), reached(caller, null, to))
                .then(shown(needed, toItsEnd(lending -> inTransaction(lending, caller, needed, When.NOW, questions))));
    }

    /** The position that a read must show, be it told of it or not; 0 if any will do. */
    static long needed(@Nullable Long atLeast, When when) {
        return Math.max(atLeast == null ? 0 : atLeast, when.position() == null ? 0 : when.position());
    }

    private static <T> Mono<T> shown(long needed, Mono<T> read) {
        return needed == 0 ? read : MinPosition.untilShown(read);
    }

    /** Waits for something beside the read models, named as it says how far it is, to reach a position of the caller's log. */
    public Mono<Void> whenReached(String name, Caller caller, @Nullable Long atLeast) {
        return minPosition.reached(new Follower(name, caller.log()), atLeast);
    }

    /** Waits for the read models to reach the position, and the one at which they are to be seen. */
    Mono<Void> reached(Caller caller, @Nullable Long atLeast, When when) {
        var grid = Showing.grid(caller);
        return Mono.when(minPosition.reached(grid, atLeast), minPosition.reached(grid, when.position()));
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
                connection -> showing.mark(connection, caller, journal).doOnTerminate(lending::isOver),
                Connection::close));
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
            Lending lending, Caller caller, long needed, When when, Function<Reading, Mono<T>> questions) {
        return Mono.usingWhen(
                lending.connection(),
                connection -> begin(connection, caller, needed)
                        .flatMap(reading -> when.isNow() ? Mono.just(reading) : at(when, reading))
                        .flatMap(reading -> questions.apply(reading).map(answer -> answered(answer, reading)))
                        .doOnTerminate(lending::isOver),
                connection -> inBackground(connection, connection.commitTransaction()),
                (connection, error) -> rollBack(connection),
                TenantReads::rollBack);
    }

    private Mono<Reading> begin(Connection connection, Caller caller, long needed) {
        return Showing.enter(connection, caller).map(shown -> {
            if (shown.position() < needed) throw new MinPosition.NotYet();
            return new Reading(
                    connection, caller.tenant(), shown.position(), shown.edition(), clock.instant(), Source.LIVE);
        });
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
