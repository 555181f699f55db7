package io.stageline.alert.automation;

import io.stageline.eventlog.LogUnavailable;
import io.stageline.refusal.Refused;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** What became of an intent, and of one that is parked why. */
record Telling(Kind kind, @Nullable String cause) {
    /** What fails, and not for a reason of the moment, is told again so often, for about a minute, before it is parked. */
    static final int PATIENCE = 8;

    private static final List<Class<? extends Exception>> MOMENTS = List.of(
            LogUnavailable.class, DataAccessException.class, SQLException.class, RejectedExecutionException.class);

    /** Told, to be told again a little later, or not until somebody has looked at it. */
    enum Kind {
        told,
        later,
        parked
    }

    static Telling of(@Nullable Throwable failed, int attempts) {
        if (failed == null) return new Telling(Kind.told, null);
        var root = causes(failed).reduce(failed, (cause, deeper) -> deeper);
        if (root instanceof Refused refused && refused.refusal().code().lasts())
            return new Telling(Kind.parked, refused.refusal().code().wire());
        if (root instanceof Refused || isOfTheMoment(failed) || attempts < PATIENCE)
            return new Telling(Kind.later, null);
        return new Telling(Kind.parked, root.getClass().getSimpleName());
    }

    /** What the database says of the data, the classes 22 and 23, it will say again. */
    private static boolean isOfTheMoment(Throwable failed) {
        return causes(failed).anyMatch(cause -> MOMENTS.stream().anyMatch(kind -> kind.isInstance(cause)))
                && causes(failed)
                        .noneMatch(cause -> cause instanceof SQLException said
                                && String.valueOf(said.getSQLState()).matches("2[23].*"));
    }

    private static Stream<Throwable> causes(Throwable failed) {
        return Stream.iterate(failed, Objects::nonNull, Throwable::getCause);
    }
}
