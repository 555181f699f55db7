package io.stageline.eventlog;

/** All that holds of the only log holds of one among three. */
class EventLogAmongThreeTest extends EventLogTest {
    EventLogAmongThreeTest() {
        super(3, 2);
    }
}
