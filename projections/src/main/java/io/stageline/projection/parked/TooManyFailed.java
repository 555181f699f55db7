package io.stageline.projection.parked;

/** So much cannot be folded that it is not the events' fault: nothing is parked, the batch waits for another version or a repair. */
public final class TooManyFailed extends RuntimeException {
    TooManyFailed(String projection, int sequences, Slip first) {
        super("The projection %s cannot fold %d sequences of one batch, the first for %s %s"
                .formatted(projection, sequences, first.cause().wire(), first.error()));
    }
}
