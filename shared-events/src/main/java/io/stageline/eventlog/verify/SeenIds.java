package io.stageline.eventlog.verify;

/** Which event ids were met, in memory of fixed size: a Bloom filter whose four bits lie in one cache line. What it suspects must be asked of the log. */
final class SeenIds {
    /** So many ids leave one in some thousands suspected in vain. */
    static final long MOST = 1 << 24;

    private static final int LONGS_A_LINE = 8;
    private static final int BITS_A_LINE = LONGS_A_LINE * 64;
    private static final int BITS_AN_ID = 32;
    private static final int BITS = 4;

    private final long[] lines;

    SeenIds(long expected) {
        var bits = Long.highestOneBit(Math.max(BITS_A_LINE, Math.min(expected, MOST) * BITS_AN_ID - 1)) * 2;
        lines = new long[(int) (bits / 64)];
    }

    /** Notes an id; true when it may have been noted before. */
    boolean suspects(long id) {
        var line = (int) (id >>> 36) * LONGS_A_LINE & lines.length - 1;
        var known = true;
        for (var i = 0; i < BITS; i++) {
            var bit = (int) (id >>> 9 * i) & BITS_A_LINE - 1;
            var mask = 1L << bit;
            known &= (lines[line + (bit >>> 6)] & mask) != 0;
            lines[line + (bit >>> 6)] |= mask;
        }
        return known;
    }
}
