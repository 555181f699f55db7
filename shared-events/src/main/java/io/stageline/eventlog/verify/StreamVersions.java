package io.stageline.eventlog.verify;

/**
 * The last version of every stream that was met: a hash table of 16 bytes a place, which holds about {@link #MOST} streams
 * at most (64 MB). When the first pass meets more, it keeps those of one part, and later passes see to the other parts.
 */
final class StreamVersions {
    static final int MOST = 3_000_000;
    private static final int FIRST_SIZE = 1 << 16;
    private static final double FULL = 0.75;

    private long[] streams = new long[FIRST_SIZE];
    private long[] versions = new long[FIRST_SIZE];
    private final int most;
    private final int part;
    private int parts;
    private int size;

    /** Of all streams those whose hash falls into this part. */
    StreamVersions(int part, int parts, int most) {
        this.part = part;
        this.parts = parts;
        this.most = most;
    }

    int parts() {
        return parts;
    }

    int size() {
        return size;
    }

    boolean holds(long stream) {
        return (stream & parts - 1) == part;
    }

    /** Notes that the stream reached a version; gives back the one before, 0 for a new stream. */
    long put(long stream, long version) {
        var place = place(stream);
        var before = versions[place];
        if (before == 0) size++;
        streams[place] = stream;
        versions[place] = version;
        if (part == 0 && size > most) makeSmallerParts();
        else if (size > FULL * streams.length) rebuild(streams.length * 2);
        return before;
    }

    private int place(long stream) {
        var place = (int) (stream >>> 32) & streams.length - 1;
        while (versions[place] != 0 && streams[place] != stream) place = place + 1 & streams.length - 1;
        return place;
    }

    private void makeSmallerParts() {
        parts *= 2;
        rebuild(streams.length);
    }

    private void rebuild(int length) {
        var oldStreams = streams;
        var oldVersions = versions;
        streams = new long[length];
        versions = new long[length];
        size = 0;
        for (var i = 0; i < oldStreams.length; i++)
            if (oldVersions[i] != 0 && holds(oldStreams[i])) put(oldStreams[i], oldVersions[i]);
    }
}
