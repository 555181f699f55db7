package io.stageline.projection.admin;

import io.stageline.projection.parked.Letter;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as administrators see it; what the event says is told only of one that is shown alone, and the error as the
 * program names it only on the command line.
 */
record LetterAnswer(
        UUID letterId,
        String projection,
        int generation,
        UUID streamId,
        long version,
        long position,
        UUID eventId,
        String type,
        String cause,
        Status status,
        Instant parkedAt,
        int attempts,
        @Nullable Instant triedAt,
        @Nullable Instant closedAt,
        @Nullable String closedBy,
        @Nullable String reason,
        @Nullable String payload) {
    private static final String OPERATOR = "operator";

    /** Whether it waits for somebody, was given up, or was folded after all. */
    enum Status {
        parked,
        dropped,
        done;

        Letter.State state() {
            return switch (this) {
                case parked -> Letter.State.PARKED;
                case dropped -> Letter.State.DROPPED;
                case done -> Letter.State.DONE;
            };
        }
    }

    static LetterAnswer of(Letter letter) {
        var found = letter.found();
        return new LetterAnswer(
                letter.id(),
                letter.projection(),
                letter.generation(),
                letter.stream(),
                letter.version(),
                letter.position(),
                letter.eventId(),
                found == null ? letter.type() : found.type(),
                letter.cause().wire(),
                Status.valueOf(letter.state().wire()),
                letter.parkedAt(),
                letter.attempts(),
                letter.triedAt(),
                letter.closedAt(),
                withoutMachine(letter.closedBy()),
                letter.reason(),
                found == null ? null : found.payload());
    }

    /** Which machines an installation has is nobody's business but its operators'. */
    private static @Nullable String withoutMachine(@Nullable String actor) {
        return actor != null && actor.startsWith(OPERATOR) ? OPERATOR : actor;
    }
}
