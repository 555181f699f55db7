package io.stageline.eventlog.verify;

import java.util.Arrays;

/** What of neighbouring events is needed to check them against all others: positions, versions and hashes. */
final class Chunk {
    private long[] positions;
    private long[] streams;
    private long[] versions;
    private long[] ids;
    private int size;

    Chunk(int expected) {
        positions = new long[expected];
        streams = new long[expected];
        versions = new long[expected];
        ids = new long[expected];
    }

    void add(EventRow row) {
        if (size == positions.length) grow();
        positions[size] = row.position();
        streams[size] = row.streamHash();
        versions[size] = row.version();
        ids[size] = row.idHash(streams[size]);
        size++;
    }

    private void grow() {
        positions = Arrays.copyOf(positions, size * 2);
        streams = Arrays.copyOf(streams, size * 2);
        versions = Arrays.copyOf(versions, size * 2);
        ids = Arrays.copyOf(ids, size * 2);
    }

    int size() {
        return size;
    }

    long position(int i) {
        return positions[i];
    }

    long stream(int i) {
        return streams[i];
    }

    long version(int i) {
        return versions[i];
    }

    long id(int i) {
        return ids[i];
    }
}
