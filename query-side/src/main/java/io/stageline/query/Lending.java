package io.stageline.query;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.stageline.http.Overdue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The connection of one read, from when it is lent until the read is over, and whether somebody waits for the read. */
final class Lending {
    private final ConnectionFactory connections;
    private final Overdue overdue;
    private @Nullable Connection lent;
    private boolean left;

    Lending(ConnectionFactory connections, Overdue overdue) {
        this.connections = connections;
        this.overdue = overdue;
    }

    Mono<Connection> connection() {
        return Mono.<Connection>from(connections.create()).doOnNext(this::isLent);
    }

    private synchronized void isLent(Connection connection) {
        lent = connection;
        if (left) overdue.left(connection);
    }

    /** The answer is there, or will never be; what becomes of the connection from now on is no matter of this read. */
    synchronized void isOver() {
        lent = null;
    }

    synchronized boolean isWaitedFor() {
        return !left;
    }

    /** Nobody waits any more. */
    synchronized void isLeft() {
        left = true;
        if (lent != null) overdue.left(lent);
    }
}
