package io.stageline.write;

import io.stageline.eventlog.StreamKey;
import io.stageline.refusal.Refusal;
import java.util.List;

/** A wish addressed to one aggregate. */
public interface Command {
    /** The stream of the aggregate that decides. */
    StreamKey target();

    /** What is said when that aggregate does not exist. */
    Refusal whenMissing();

    /** Whether the decision itself heeds If-Match; else all of what it changes must be at the version its sender has seen. */
    default boolean heedsIfMatch() {
        return false;
    }

    /** The commands that this one consists of; itself, unless several go together. */
    default List<? extends Command> parts() {
        return List.of(this);
    }
}
