package io.stageline.eventlog;

/** All that holds of the only log holds of one among three. */
class EventLogAmongThreeTest extends EventLogTest {
    @Override
    int count() {
        return 3;
    }

    @Override
    int number() {
        return 2;
    }
}
