package io.stageline.projection;

import io.stageline.eventlog.Follower;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A build of a projection's tables, with a feed of its own; one of a single tenant holds no rows of others. */
public record Generation(
        String projection, int number, int shape, @Nullable UUID tenant, State state, String feed) {

    /** Where a generation is in its life, which mostly goes from the first to the last of these. */
    public enum State {
        /** Folded in bulk: only its job writes it, nobody else may read it. */
        BUILDING,
        /** Complete and fed like the live one, but not proven. */
        FOLLOWING,
        /** Fed, and found equal to the fold of the log. */
        VERIFIED,
        /** Fed, and what readers see. */
        LIVE,
        /** Fed after it was live, to go back to. */
        WARM,
        /** Its tables and tokens are gone. */
        DROPPED
    }

    /** The schema of its tables, such as {@code grid_v3}. */
    public String schema() {
        return projection + "_v" + number;
    }

    /** The name of its token on a log, such as {@code grid@3} or {@code grid@3/1}. */
    public String token(int log) {
        return new Follower(feed, log).name();
    }
}
