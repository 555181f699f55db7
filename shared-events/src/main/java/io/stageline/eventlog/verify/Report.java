package io.stageline.eventlog.verify;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a verification saw: how much of it, what is wrong (at most a hundred findings listed, all counted), how long it took. */
public record Report(List<Log> logs, List<Finding> findings, Map<Damage, Long> counts, Duration took) {

    /** A log as far as it was verified: up to its head when the verification began. */
    public record Log(int log, long head, long events, long streams) {}

    public boolean sound() {
        return counts.isEmpty();
    }

    public long events() {
        return logs.stream().mapToLong(Log::events).sum();
    }

    public long streams() {
        return logs.stream().mapToLong(Log::streams).sum();
    }

    public long eventsPerSecond() {
        return Math.round(events() / Math.max(took.toNanos() / 1e9, 1e-3));
    }

    /** All findings, the unlisted ones too. */
    public long found() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
