package io.stageline.bench.frame;

import io.stageline.bench.host.Guard;
import java.util.Map;

/** One turn of a side: what it did, what an operation cost in processor microseconds, and how busy strangers were. */
public record Sample(
        double perSecond, double p50, double p99, double cpuMicros, double outside, Map<String, Double> more) {

    static Sample of(Guard.Used<Measured> used) {
        var measured = used.result();
        return new Sample(
                measured.operations() / measured.seconds(),
                measured.p50(),
                measured.p99(),
                used.seconds() * 1e6 / Math.max(1, measured.operations()),
                used.outside(),
                measured.more());
    }

    /** A number that only this kind of side tells. */
    public double more(String name) {
        var value = more.get(name);
        if (value == null) throw new IllegalArgumentException("no " + name + " in " + more.keySet());
        return value;
    }
}
