package io.stageline.projection;

import io.stageline.eventlog.Recorded;

/** An event came before the one that precedes it in its stream: folding on would show something that never was. */
public final class Gap extends IllegalStateException {
    Gap(Recorded recorded, long folded) {
        super("Position %d is version %d of stream %s, but the row is at version %d"
                .formatted(recorded.position(), recorded.version(), recorded.stream(), folded));
    }
}
