package io.stageline.projection.parked;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;

/** Tells a failure of the moment or of the whole installation, for which no event is to blame. */
final class Transient {
    // Connection, rollback by others, resources, intervention, system; locks; tables or rights that are not there; the
    // server's own errors.
    private static final List<String> STATES = List.of("08", "40", "53", "57", "58", "55P03", "42", "XX");
    private static final List<Class<? extends Exception>> FAILURES = List.of(
            SQLTransientException.class,
            SQLNonTransientConnectionException.class,
            TransientDataAccessException.class,
            RecoverableDataAccessException.class,
            DataAccessResourceFailureException.class);

    // A statement that took too long, and what the server cannot make of its own pages: it may be one event's.
    private static final List<String> PERHAPS_OF_ONE_EVENT = List.of("57014", "XX");

    private Transient() {}

    /** Whether what fails for long may be due to one event after all. */
    static boolean isPerhapsOfOneEvent(Throwable failure, Connection connection) {
        return !isClosed(connection)
                && Cause.states(failure)
                        .anyMatch(state -> PERHAPS_OF_ONE_EVENT.stream().anyMatch(state::startsWith));
    }

    static boolean is(Throwable failure, Connection connection) {
        return isClosed(connection) || is(failure);
    }

    static boolean is(Throwable failure) {
        return Cause.states(failure).anyMatch(state -> STATES.stream().anyMatch(state::startsWith))
                || Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                        .anyMatch(cause -> FAILURES.stream().anyMatch(kind -> kind.isInstance(cause)));
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException broken) {
            return true;
        }
    }
}
