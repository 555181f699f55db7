package io.stageline.bench.load;

import org.HdrHistogram.Histogram;

/** What became of the requests of one run. */
public final class Outcome {
    private final Histogram accepted = new Histogram(3);
    private final Histogram shed = new Histogram(3);
    private long failed;
    private double seconds;

    void answered(int status, long nanos) {
        if (status >= 200 && status < 400) accepted.recordValue(nanos);
        else if (status == 429 || status == 503) shed.recordValue(nanos);
        else failed++;
    }

    Outcome over(double time) {
        seconds = time;
        return this;
    }

    /** Good answers. */
    public long good() {
        return accepted.getTotalCount();
    }

    public double seconds() {
        return seconds;
    }

    /** The share of the requests that was refused for overload. */
    public double shedShare() {
        return shed.getTotalCount() / (double) Math.max(1, good() + shed.getTotalCount() + failed);
    }

    /** Answers that are neither good nor a refusal for overload. */
    public long failed() {
        return failed;
    }

    /** A percentile of the latency of good answers, in milliseconds. */
    public double millis(double percentile) {
        return accepted.getValueAtPercentile(percentile) / 1e6;
    }

    @Override
    public String toString() {
        return "%d in %.1f s, p50 %.2f ms, p99 %.2f ms, shed %.0f %%, failed %d"
                .formatted(good(), seconds, millis(50), millis(99), shedShare() * 100, failed);
    }
}
