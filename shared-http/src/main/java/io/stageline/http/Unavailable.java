package io.stageline.http;

import static io.stageline.refusal.Code.HISTORY_UNREADABLE;
import static io.stageline.refusal.Code.LOG_UNAVAILABLE;
import static io.stageline.refusal.Code.OVERLOADED;

import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.R2dbcTransientResourceException;
import io.stageline.eventlog.HistoryUnreadable;
import io.stageline.eventlog.LogUnavailable;
import io.stageline.refusal.Refusal;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import reactor.pool.PoolAcquirePendingLimitException;
import reactor.pool.PoolAcquireTimeoutException;
import reactor.pool.PoolShutdownException;

/** Tells a database that cannot be reached or keep up from one that answers with an error. */
final class Unavailable {
    // Canceled, a lock that others hold for long, and those who waited for each other.
    private static final Set<String> LATER = Set.of("57014", "55P03", "40P01", "40001");

    private Unavailable() {}

    static @Nullable Refusal refusal(Throwable cause) {
        var state = state(cause);
        if (cause instanceof HistoryUnreadable)
            return HISTORY_UNREADABLE.because("What happened before cannot be read by this version of the server.");
        if (isBusy(cause) || state != null && LATER.contains(state))
            return OVERLOADED.because("There is more to do than can be done; try again in a moment.");
        return isGone(cause) || isConnectionState(state)
                ? LOG_UNAVAILABLE.because("The database cannot be reached; nothing is lost that was answered.")
                : null;
    }

    /** The kinds of failure, from the one that was seen to its cause, without what they say. */
    static String reason(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .map(cause -> cause.getClass().getSimpleName() + (state(cause) == null ? "" : " " + state(cause)))
                .collect(Collectors.joining(" <- "));
    }

    private static boolean isBusy(Throwable cause) {
        return cause instanceof PoolAcquirePendingLimitException
                || cause instanceof PoolAcquireTimeoutException
                || cause instanceof R2dbcTimeoutException
                || cause instanceof SQLTransientConnectionException && cause.getCause() == null; // all are in use
    }

    private static boolean isGone(Throwable cause) {
        return cause instanceof LogUnavailable
                || cause instanceof R2dbcNonTransientResourceException
                || cause instanceof R2dbcTransientResourceException
                || cause instanceof PoolShutdownException
                || cause instanceof SQLTransientConnectionException
                || cause instanceof SQLNonTransientConnectionException
                || cause instanceof DataAccessResourceFailureException;
    }

    /** Classes 08 (connection), 53 (resources) and 57P (shutting down or starting). */
    private static boolean isConnectionState(@Nullable String state) {
        return state != null && (state.startsWith("08") || state.startsWith("53") || state.startsWith("57P"));
    }

    private static @Nullable String state(Throwable cause) {
        if (cause instanceof SQLException jdbc) return jdbc.getSQLState();
        return cause instanceof R2dbcException r2dbc ? r2dbc.getSqlState() : null;
    }
}
