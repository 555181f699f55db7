package io.stageline.projection.parked;

import io.stageline.eventlog.Recorded;

/** What a projection gets in the place of an event that it must not fold: the position and the time count, nothing else does. */
record Withheld() {
    private static final Withheld NOTHING = new Withheld();

    static Recorded of(Recorded event) {
        return new Recorded(
                event.position(),
                event.tenant(),
                event.stream(),
                event.version(),
                event.eventId(),
                NOTHING,
                event.recordedAt(),
                event.origin());
    }

    static boolean is(Recorded event) {
        return event.event() instanceof Withheld;
    }
}
