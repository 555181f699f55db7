package io.stageline.eventlog;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Places where a test lets the process die at its worst moment: {@code -Dstageline.fault=committed:20} ends it without a
 * word when that place is reached for the twentieth time. Read once at the start and constant from then on, so that it
 * costs nothing when absent, and no request can set it.
 */
final class FaultPoints {
    /** Events are decided; nothing of them was sent to the database. */
    static final String APPENDING = "appending";

    /** Events are on disk; nobody has been told yet. */
    static final String COMMITTED = "committed";

    private static final int KILLED = 137;
    private static final String[] FAULT =
            System.getProperty("stageline.fault", "").split(":", 2);
    private static final boolean ARMED = FAULT.length == 2;
    private static final AtomicLong LEFT = new AtomicLong(ARMED ? Long.parseLong(FAULT[1]) : 0);

    private FaultPoints() {}

    static void reached(String place) {
        if (ARMED && FAULT[0].equals(place) && LEFT.decrementAndGet() == 0)
            Runtime.getRuntime().halt(KILLED);
    }
}
