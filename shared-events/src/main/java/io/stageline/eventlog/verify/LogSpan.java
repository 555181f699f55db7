package io.stageline.eventlog.verify;

/**
 * A log: the position that its head tells, those of its first and last event (0 for none), and how many events there can
 * be at most, told by the size of the table; positions alone may lie.
 */
record LogSpan(int log, long head, long first, long last, long room) {
    long events() {
        return last == 0 ? 0 : Math.min(last - first + 1, room);
    }
}
