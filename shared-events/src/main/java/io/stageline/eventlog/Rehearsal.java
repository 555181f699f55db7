package io.stageline.eventlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A dry run: what its commands lead to is kept here and read as if the log had it, and the log never gets it. */
public final class Rehearsal {
    private final Map<StreamKey, List<Recorded>> streams = new ConcurrentHashMap<>();
    private final Set<StreamKey> changed = ConcurrentHashMap.newKeySet();

    /** One that begins with streams that were read already. */
    public Rehearsal(Map<StreamKey, List<Recorded>> readAhead) {
        streams.putAll(readAhead);
    }

    /** Whether this dry run would have appended to the stream. */
    public boolean changes(StreamKey stream) {
        return changed.contains(stream);
    }

    /** The stream as it would be; commands to one stream follow each other, so nobody else is reading it. */
    List<Recorded> read(StreamKey stream, Supplier<List<Recorded>> log) {
        var known = streams.get(stream);
        if (known != null) return known;
        var read = new ArrayList<>(log.get());
        streams.put(stream, read);
        return read;
    }

    void append(StreamKey stream, List<Recorded> events, Supplier<List<Recorded>> log) {
        read(stream, log).addAll(events);
        changed.add(stream);
    }
}
