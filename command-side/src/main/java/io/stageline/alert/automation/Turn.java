package io.stageline.alert.automation;

import io.stageline.alert.events.AlertEvent.AlertResolved.Why;
import io.stageline.alert.events.Evidence;
import java.time.Instant;

/** What an evaluation comes to: an episode raises its alert, or ends it. */
sealed interface Turn {
    /** The position of the event that began the episode. */
    long episode();

    /** The alert of the episode is raised. */
    record Raise(long episode, Instant at, Instant pendingSince, Evidence evidence) implements Turn {}

    /** The alert of the episode is over. */
    record Resolve(long episode, Instant at, Why why, Evidence evidence) implements Turn {}
}
