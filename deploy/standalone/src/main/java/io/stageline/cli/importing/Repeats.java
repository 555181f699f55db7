package io.stageline.cli.importing;

/** Counts how often a 64-bit key was seen: 12 bytes a slot, so that ten million rows need a fifth of a gigabyte. */
final class Repeats {
    private long[] keys = new long[1 << 16];
    private int[] counts = new int[1 << 16];
    private int size;

    /** How often the key was seen before. */
    int seen(long key) {
        if (size * 2 > keys.length) grow();
        int slot = slotOf(key);
        if (counts[slot] == 0) {
            keys[slot] = key;
            size++;
        }
        return counts[slot]++;
    }

    int distinct() {
        return size;
    }

    private int slotOf(long key) {
        int slot = (int) (mixed(key) & (keys.length - 1));
        while (counts[slot] != 0 && keys[slot] != key) slot = (slot + 1) & (keys.length - 1);
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldCounts = counts;
        keys = new long[oldKeys.length * 2];
        counts = new int[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldCounts[i] == 0) continue;
            int slot = slotOf(oldKeys[i]);
            keys[slot] = oldKeys[i];
            counts[slot] = oldCounts[i];
        }
    }

    /** A 64-bit hash of text and numbers, good enough that unequal rows do not meet. */
    static long hash(String text, long seed) {
        long hash = seed ^ 0x9E3779B97F4A7C15L;
        for (int i = 0; i < text.length(); i++) hash = mixed(hash ^ text.charAt(i)) + 0x632BE59BD9B4E019L * (i + 1);
        return mixed(hash ^ text.length());
    }

    private static long mixed(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
