package io.stageline.projection.bulk;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Gives way to those who append: while they do, it works a twentieth of the time, in pieces that nobody waits long for. */
final class Courtesy {
    /** What is less than that finds room beside anything. */
    private static final int FEW_A_SECOND = 20;

    private static final int PIECE = 500;
    private static final int RESTS_FOR_EACH_WORK = 19;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_REST = 3 * SECOND;

    private final Appended log;
    private final LongSupplier nanoTime;
    private final Pace.Waiting waiting;
    private long appended;
    private long looked;
    private long worksSince;
    private boolean gives = true; // until it has seen for a second that nobody is there

    /** How many events were appended until now. */
    @FunctionalInterface
    interface Appended {
        long position() throws SQLException;
    }

    static Courtesy to(Appended log) throws SQLException {
        return new Courtesy(log, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
    }

    Courtesy(Appended log, LongSupplier nanoTime, Pace.Waiting waiting) throws SQLException {
        this.log = log;
        this.nanoTime = nanoTime;
        this.waiting = waiting;
        appended = log.position();
        looked = nanoTime.getAsLong();
        worksSince = looked;
    }

    /** Of so many events, those that may be folded at once. */
    int slice(int events) {
        return gives ? Math.min(events, PIECE) : events;
    }

    /** Rests from what was done since it rested last; never so long that nobody could stop it. */
    void rest() throws SQLException, InterruptedException {
        if (gives) {
            var worked = nanoTime.getAsLong() - worksSince;
            waiting.nanos(Math.min(worked * RESTS_FOR_EACH_WORK, LONGEST_REST));
        }
        look();
        worksSince = nanoTime.getAsLong();
    }

    private void look() throws SQLException {
        var passed = nanoTime.getAsLong() - looked;
        if (passed < SECOND) return;
        var now = log.position();
        gives = now - appended >= FEW_A_SECOND * passed / SECOND;
        appended = now;
        looked += passed;
    }
}
