package io.stageline.projection.admin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A generation as administrators of a tenant see it: its own, or the one of everybody, which they cannot change. */
record GenerationAnswer(
        String projection,
        int generation,
        boolean own,
        State state,
        long position,
        long behind,
        Instant createdAt,
        @Nullable ProofAnswer proof) {

    /** Where a generation is in its life. */
    enum State {
        building,
        following,
        verified,
        live,
        warm
    }

    /** What the last comparison with the log came to, and at which position. */
    record ProofAnswer(long position, long rows, long streams, String checksum, boolean whole, long differences) {}
}
