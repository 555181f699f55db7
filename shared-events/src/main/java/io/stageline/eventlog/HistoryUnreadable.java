package io.stageline.eventlog;

/** A stream holds an event that this version of the application cannot read: nothing may be decided on the rest of it. */
public final class HistoryUnreadable extends RuntimeException {
    HistoryUnreadable(Recorded recorded, Unreadable event) {
        super(
                "Version %d of stream %s, at position %d, cannot be read: %s"
                        .formatted(recorded.version(), recorded.stream(), recorded.position(), event.reason()),
                null,
                false,
                false);
    }

    /** The events, each of which can be read. */
    static <C extends Iterable<Recorded>> C wholly(C events) {
        for (var recorded : events)
            if (recorded.event() instanceof Unreadable unreadable) throw new HistoryUnreadable(recorded, unreadable);
        return events;
    }
}
