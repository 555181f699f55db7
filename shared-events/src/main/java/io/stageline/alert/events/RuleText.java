package io.stageline.alert.events;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an alert rule says: its condition, how long that must hold before it alerts and must not hold before it is over, and
 * by which fields one alert is told from another and those that belong together are grouped.
 */
public record RuleText(
        String name,
        Mode mode,
        Severity severity,
        Condition condition,
        @Nullable Duration holdsFor,
        @Nullable Duration keepFiring,
        List<String> fingerprint,
        List<String> groupBy) {

    /** Whether a rule is heard, or only watched. */
    public enum Mode {
        LIVE,
        SHADOW
    }

    /** How bad it is. */
    public enum Severity {
        INFO,
        WARNING,
        CRITICAL
    }

    /** Whether the other text watches for the same, so that what was learned for this one holds for it. */
    public boolean watchesLike(RuleText other) {
        return mode == other.mode && condition.equals(other.condition) && fingerprint.equals(other.fingerprint);
    }
}
