package io.stageline.http;

import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ValidationDepth;
import io.r2dbc.spi.Wrapped;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Closes a connection that is out longer than any read may take, or than it may go on once nobody waits for its answer.
 * The driver has no time-out for a link that falls silent; whoever waits for the connection then hears that it is closed,
 * its query ends in the database, and its place in the pool is free.
 */
public final class Overdue implements Disposable {
    private static final Logger log = LoggerFactory.getLogger(Overdue.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final Duration CANCEL = Duration.ofSeconds(1);
    // What is over so soon costs less than a new connection.
    private static final Duration UNHEARD = Duration.ofMillis(200);

    private final long mostNanos;
    private final Map<Connection, Term> out = new ConcurrentHashMap<>();
    private final Set<Connection> ending = ConcurrentHashMap.newKeySet();
    private final Disposable looking;

    /** Until when a connection may be out, and whether somebody waits for what is asked over it. */
    private record Term(long end, boolean heard) {}

    Overdue(Duration most) {
        mostNanos = most.toNanos();
        var pause = BETWEEN_LOOKS.toMillis();
        looking = Schedulers.parallel().schedulePeriodically(this::closeOverdue, pause, pause, TimeUnit.MILLISECONDS);
    }

    Mono<Void> lent(Connection connection) {
        return Mono.fromRunnable(() -> out.put(connection, new Term(System.nanoTime() + mostNanos, true)));
    }

    Mono<Void> returned(Connection connection) {
        return Mono.fromRunnable(() -> out.remove(connection));
    }

    /** Nobody waits any more for what is asked over this connection, which has not been returned yet. */
    public void left(Connection lent) {
        var soon = System.nanoTime() + UNHEARD.toNanos();
        out.computeIfPresent(own(lent), (connection, term) -> term.end - soon < 0 ? term : new Term(soon, false));
    }

    private static Connection own(Connection lent) {
        return lent instanceof Wrapped<?> wrapped && wrapped.unwrap() instanceof Connection inner ? own(inner) : lent;
    }

    /** Whether nothing can be asked over it any more. */
    boolean isSpent(Connection connection) {
        return ending.contains(connection)
                || !Mono.from(connection.validate(ValidationDepth.LOCAL))
                        .toFuture()
                        .getNow(false);
    }

    private void closeOverdue() {
        var now = System.nanoTime();
        out.forEach((connection, term) -> {
            if (now - term.end > 0) end(connection, term);
        });
    }

    /** From here on nobody is given the connection again, so that nobody else's query is cancelled. */
    private void end(Connection connection, Term term) {
        ending.add(connection);
        if (!out.remove(connection, term)) {
            ending.remove(connection);
            return;
        }
        if (term.heard) log.warn("a read took too long; its connection is closed");
        else log.debug("nobody waits for a read any more; its connection is closed");
        Mono.when(cancelled(connection), Mono.from(connection.close()).onErrorComplete())
                .doFinally(ended -> ending.remove(connection))
                .subscribe();
    }

    /** A database does not notice by itself that nobody listens until it has something to say. */
    private static Mono<Void> cancelled(Connection connection) {
        return connection instanceof PostgresqlConnection running
                ? running.cancelRequest().timeout(CANCEL).onErrorComplete()
                : Mono.empty();
    }

    @Override
    public void dispose() {
        looking.dispose();
    }
}
