package io.stageline.eventlog;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest events of a log, decoded once for all who follow it: those that this process committed, and those of other
 * processes as somebody read them. Bounded in number and in bytes; what does not fit is forgotten from the oldest on.
 */
final class LogTail {
    /** What an event takes besides its texts, roughly. */
    private static final int OBJECTS = 500;

    private final int log;
    private final Recorded[] ring;
    private final int[] sizes;
    private final long mostBytes;
    private long bytes;
    private long floor; // nothing up to here is held
    private long head;

    LogTail(int log, long head, int mostEvents, long mostBytes) {
        this.log = log;
        this.head = head;
        this.floor = Math.max(0, head - mostEvents);
        this.mostBytes = mostBytes;
        ring = new Recorded[mostEvents];
        sizes = new int[mostEvents];
    }

    int log() {
        return log;
    }

    /** Takes events of which the texts have so many bytes, and wakes who waits for them. */
    synchronized void hold(List<Recorded> events, long textBytes) {
        heard(events.get(events.size() - 1).position());
        var size = (int) Math.min(mostBytes, OBJECTS + textBytes / events.size());
        for (var event : events) put(event, size);
        while (bytes > mostBytes) raiseFloor(floor + 1);
    }

    private void put(Recorded event, int size) {
        if (event.position() <= floor || held(event.position()) != null) return;
        ring[slot(event.position())] = event;
        sizes[slot(event.position())] = size;
        bytes += size;
    }

    /** Learns that the log reaches at least to this position, whoever appended there. */
    synchronized void heard(long position) {
        if (position <= head) return;
        head = position;
        if (head - ring.length > floor) raiseFloor(head - ring.length);
        notifyAll();
    }

    private void raiseFloor(long to) {
        for (var position = Math.max(floor, to - ring.length) + 1; position <= to; position++) {
            var slot = slot(position);
            if (ring[slot] == null || ring[slot].position() > to) continue;
            bytes -= sizes[slot];
            ring[slot] = null;
        }
        floor = to;
    }

    synchronized long head() {
        return head;
    }

    /** Waits until the log is known to reach beyond the position; false when the time is over first. */
    synchronized boolean await(long position, long millis) throws InterruptedException {
        var deadline = System.nanoTime() + millis * 1_000_000;
        while (head <= position) {
            var left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) return false;
            wait(left);
        }
        return true;
    }

    /** The events that follow the position without a gap, as far as they are held. */
    synchronized List<Recorded> after(long position, int limit) {
        var events = new ArrayList<Recorded>();
        for (var event = held(position + 1); event != null && events.size() < limit; event = held(event.position() + 1))
            events.add(event);
        return events;
    }

    /** How many events must be read after the position until one is held again; 0 if that is too far back to be held. */
    synchronized int missing(long position) {
        if (position < floor) return 0;
        var next = position + 1;
        while (next <= head && held(next) == null) next++;
        return (int) (next - 1 - position);
    }

    /** How many bytes the events take that are held, roughly. */
    synchronized long bytes() {
        return bytes;
    }

    private @Nullable Recorded held(long position) {
        var event = position <= floor ? null : ring[slot(position)];
        return event != null && event.position() == position ? event : null;
    }

    private int slot(long position) {
        return (int) (position % ring.length);
    }
}
