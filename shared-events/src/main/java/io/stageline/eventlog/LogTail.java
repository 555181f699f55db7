package io.stageline.eventlog;

import java.util.ArrayList;
import java.util.List;

/** The newest events of the log as this process committed them: readers near the head need no database for them. */
final class LogTail {
    private final Recorded[] ring;
    private long first = 1;
    private long last;
    private long head;

    LogTail(int capacity) {
        ring = new Recorded[capacity];
    }

    /** Takes events that were just committed here, and wakes who waits for them. */
    synchronized void committed(List<Recorded> events) {
        var from = events.get(0).position();
        if (from != last + 1) first = from;
        for (var event : events) ring[slot(event.position())] = event;
        last = events.get(events.size() - 1).position();
        first = Math.max(first, last - ring.length + 1);
        heard(last);
    }

    /** Learns that the log reaches at least to this position, whoever appended there. */
    synchronized void heard(long position) {
        if (position <= head) return;
        head = position;
        notifyAll();
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

    /** The events that follow the position, or none when the first of them is not held here. */
    synchronized List<Recorded> after(long position, int limit) {
        if (position + 1 < first || position >= last) return List.of();
        var count = (int) Math.min(limit, last - position);
        var events = new ArrayList<Recorded>(count);
        for (var p = position + 1; p <= position + count; p++) events.add(ring[slot(p)]);
        return events;
    }

    private int slot(long position) {
        return (int) (position % ring.length);
    }
}
