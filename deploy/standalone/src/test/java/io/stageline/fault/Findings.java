package io.stageline.fault;

import java.util.ArrayList;
import java.util.List;

/** What a checker found wrong, counted; all zero is the promise. */
final class Findings {
    private static final int EXAMPLES = 10;

    long events;
    long lost;
    long duplicated;
    long outOfOrder;
    long gaps;
    long strange;
    final List<String> examples = new ArrayList<>();

    boolean areNone() {
        return lost + duplicated + outOfOrder + gaps + strange == 0;
    }

    void example(String text) {
        if (examples.size() < EXAMPLES) examples.add(text);
    }

    String counts() {
        return "lost %d, duplicated %d, out of order %d, gaps %d, not asked for %d"
                .formatted(lost, duplicated, outOfOrder, gaps, strange);
    }

    @Override
    public String toString() {
        return "%s; for example %s".formatted(counts(), examples);
    }
}
