package io.stageline.bench.host;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** Watches a measurement: what those who are measured use of the processors, and what strangers use meanwhile. */
public final class Guard {
    private static final double TOO_MUCH = 0.10;

    private final Set<Long> ours = new HashSet<>(Set.of(ProcessHandle.current().pid()));

    /** What a watched work used: processor seconds of the measured, and the share of one processor of strangers. */
    public record Used<T>(T result, double seconds, double outside) {}

    /** Counts these processes and all below them as ours, also when their parent is gone. */
    public void adopt(Collection<Long> processes) {
        ours.addAll(processes);
    }

    public <T> Used<T> watch(Collection<Long> measured, Supplier<T> work) {
        adopt(measured);
        var before = ProcessTimes.now();
        var began = System.nanoTime();
        var result = work.get();
        var seconds = (System.nanoTime() - began) / 1e9;
        var after = ProcessTimes.now();
        var outside = after.secondsOutside(ours) - before.secondsOutside(ours);
        return new Used<>(
                result,
                Math.max(0, after.secondsOf(measured) - before.secondsOf(measured)),
                Math.max(0, outside) / seconds);
    }

    public static boolean isBusy(double outside) {
        return outside > TOO_MUCH;
    }
}
