package io.stageline.projection.bulk;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Work on a generation, as others see it: what for, how far it is, who does it, and how it ended. */
public record Job(
        UUID id,
        String projection,
        @Nullable Integer generation,
        Kind kind,
        @Nullable UUID tenant,
        State state,
        boolean pauseWanted,
        String phase,
        int rate,
        String holder,
        long seen,
        long expected,
        @Nullable Long differences,
        @Nullable String failure,
        Instant startedAt,
        Instant updatedAt) {

    /** What is done. */
    public enum Kind {
        /** A generation is built. */
        RUN,
        /** A generation is compared with the log. */
        VERIFY,
        /** Rows that differ are replaced. */
        REPAIR
    }

    /** Whether somebody is at work. */
    public enum State {
        RUNNING,
        /** It can be gone on with from its last checkpoint. */
        PAUSED,
        DONE,
        FAILED
    }

    static String text(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
