package io.stageline.eventlog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** The requests that wait for a commit: bounded, and handed out in groups that may commit together. */
final class PendingQueue {
    private static final int MOST = 4_096;
    private static final int EVENTS_PER_COMMIT = 2_000;
    private static final int REQUESTS_PER_COMMIT = 512;
    private static final int LOOK_MILLIS = 100;

    private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(MOST);
    private final ArrayDeque<Pending> deferred = new ArrayDeque<>();

    /** False when the queue is full. */
    boolean offer(Pending request) {
        return queue.offer(request);
    }

    int size() {
        return queue.size();
    }

    /** Asked by the one who takes groups. */
    boolean isEmpty() {
        return queue.isEmpty() && deferred.isEmpty();
    }

    /** Waits a moment for a request, and takes what came with it; what does not fit comes first in the next group. */
    List<Pending> nextGroup() throws InterruptedException {
        var waiting = new ArrayDeque<>(deferred);
        deferred.clear();
        if (waiting.isEmpty()) {
            var first = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (first == null) return List.of();
            waiting.add(first);
        }
        queue.drainTo(waiting, REQUESTS_PER_COMMIT);
        return group(waiting);
    }

    private List<Pending> group(Iterable<Pending> waiting) {
        var group = new ArrayList<Pending>();
        var taken = new HashSet<Object>();
        var events = 0;
        for (var request : waiting) {
            if (request.isLate()) {
                request.fail("the event log is too slow", null);
                continue;
            }
            var fits = events == 0 || events + request.payloads().size() <= EVENTS_PER_COMMIT;
            var joins = group.isEmpty() || request.isLike(group.get(0));
            if (fits && joins && request.joins(taken)) {
                group.add(request);
                events += request.payloads().size();
            } else {
                deferred.add(request);
            }
        }
        return group;
    }

    /** Nobody takes groups any more. */
    synchronized void failAll() {
        for (var left = deferred.poll(); left != null; left = deferred.poll()) left.fail("the log is closed", null);
        for (var left = queue.poll(); left != null; left = queue.poll()) left.fail("the log is closed", null);
    }
}
