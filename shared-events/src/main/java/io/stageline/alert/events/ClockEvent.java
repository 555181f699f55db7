package io.stageline.alert.events;

import io.stageline.events.Stored;
import java.time.Instant;

/** What the log knows of time that passes while nothing else happens. */
public sealed interface ClockEvent {
    /** It is at least this time for the tenant: something is due. Appended once a second at most. */
    @Stored("clock.ticked/1")
    record ClockTicked(Instant at) implements ClockEvent {}
}
