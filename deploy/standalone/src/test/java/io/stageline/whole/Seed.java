package io.stageline.whole;

import java.util.Random;

/** The seed of a random test: said at its start, and taken from {@code -Dstageline.seed} to have the same choices again. */
public final class Seed {
    private Seed() {}

    @SuppressWarnings("SystemOut")
    public static long of(Class<?> test) {
        var seed = Long.getLong("stageline.seed", System.nanoTime());
        System.out.printf("%s -Dstageline.seed=%d%n", test.getSimpleName(), seed);
        return seed;
    }

    public static Random random(Class<?> test) {
        return new Random(of(test));
    }
}
