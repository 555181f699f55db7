package io.stageline.write;

import io.stageline.eventlog.StreamKey;
import io.stageline.refusal.Refusal;

/** A wish addressed to one aggregate. */
public interface Command {
    /** The stream of the aggregate that decides. */
    StreamKey target();

    /** What is said when that aggregate does not exist. */
    Refusal whenMissing();
}
