package io.stageline.projection.parked;

import io.stageline.eventlog.Recorded;
import io.stageline.projection.parked.Letter.State;

/** An event that a batch puts aside, before it is a letter. */
record Slip(Recorded event, Cause cause, String error, State state) {
    boolean isParked() {
        return state == State.PARKED;
    }
}
