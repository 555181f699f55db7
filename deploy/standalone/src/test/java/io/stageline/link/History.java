package io.stageline.link;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What clients did to one entry and when, and whether it could have happened one after the other. The versions say in
 * which order; that order must agree with the clock, and every read with the order.
 */
final class History {
    private final Queue<Write> writes = new ConcurrentLinkedQueue<>();
    private final Queue<Read> reads = new ConcurrentLinkedQueue<>();

    /** A write that was accepted: the version that it made, the one that its client had seen, if it said so, and the fields that it changed. */
    record Write(
            long begun,
            long ended,
            @Nullable Long ifMatch,
            long version,
            long position,
            String eventId,
            Set<String> fields) {}

    /** A read: the version that it showed, that of each field, the position that it had to show, and the one that it said it shows. */
    record Read(long begun, long ended, long minPosition, long position, long version, Map<String, Long> fields) {}

    void add(Write write) {
        writes.add(write);
    }

    void add(Read read) {
        reads.add(read);
    }

    List<Write> writes() {
        return writes.stream().sorted(Comparator.comparingLong(Write::version)).toList();
    }

    /** What contradicts; nothing if all could have happened one after the other. */
    List<String> contradictions() {
        var found = new ArrayList<String>();
        var ordered = writes();
        checkOrder(ordered, found);
        checkClock(ordered, found);
        for (var read : reads) checkRead(read, ordered, found);
        checkReadsGoForward(found);
        return found;
    }

    private static void checkOrder(List<Write> ordered, List<String> found) {
        for (var i = 0; i < ordered.size(); i++) {
            var write = ordered.get(i);
            if (i > 0 && write.version == ordered.get(i - 1).version) found.add("a version made twice: " + write);
            if (i > 0 && write.position <= ordered.get(i - 1).position) found.add("a position out of order: " + write);
            for (var j = i - 1; j >= 0 && overlooked(ordered.get(j), write); j--)
                if (!Collections.disjoint(ordered.get(j).fields, write.fields)) found.add("a lost update: " + write);
        }
    }

    /** Whether the later write's client says that it had not seen the earlier one. */
    private static boolean overlooked(Write earlier, Write later) {
        return later.ifMatch != null && earlier.version > later.ifMatch;
    }

    /** Who was answered before another began comes before it. */
    private static void checkClock(List<Write> ordered, List<String> found) {
        var latestBegin = Long.MIN_VALUE;
        for (var write : ordered) {
            if (write.ended < latestBegin) found.add("a write after one that began when it was over: " + write);
            latestBegin = Math.max(latestBegin, write.begun);
        }
    }

    private static void checkRead(Read read, List<Write> ordered, List<String> found) {
        for (var write : ordered) {
            var shown = write.version <= read.version;
            if (!shown && write.position <= read.minPosition) found.add("a stale read: " + read + " of " + write);
            if (shown != write.position <= read.position)
                found.add("a read between versions: " + read + " of " + write);
            if (shown && write.begun > read.ended) found.add("a read of the future: " + read + " of " + write);
        }
    }

    /** No field moves backward: who reads after another has read sees at least as much. */
    private void checkReadsGoForward(List<String> found) {
        var byEnd = reads.stream().sorted(Comparator.comparingLong(Read::ended)).toList();
        var byBegin =
                reads.stream().sorted(Comparator.comparingLong(Read::begun)).toList();
        var seen = new HashMap<String, Long>();
        var ended = 0;
        for (var read : byBegin) {
            for (; ended < byEnd.size() && byEnd.get(ended).ended < read.begun; ended++)
                versions(byEnd.get(ended)).forEach((field, version) -> seen.merge(field, version, Math::max));
            versions(read).forEach((field, version) -> {
                if (version < seen.getOrDefault(field, 0L))
                    found.add("a read moved backward in " + field + " from " + seen + ": " + read);
            });
        }
    }

    private static Map<String, Long> versions(Read read) {
        var versions = new HashMap<>(read.fields);
        versions.put("the whole", read.version);
        return versions;
    }

    /** The accepted writes by the id of their event. */
    Map<String, Write> byEvent() {
        return writes.stream().collect(java.util.stream.Collectors.toMap(Write::eventId, write -> write));
    }
}
