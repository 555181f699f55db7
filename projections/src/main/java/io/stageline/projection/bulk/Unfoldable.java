package io.stageline.projection.bulk;

import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.Unreadable;

/** An event of the log cannot be read by this version: a build without it would show something that never was. */
public final class Unfoldable extends IllegalStateException {
    Unfoldable(int log, Recorded recorded, Unreadable event) {
        super("Position %d of log %d, version %d of stream %s, cannot be folded: %s"
                .formatted(recorded.position(), log, recorded.version(), recorded.stream(), event.reason()));
    }
}
