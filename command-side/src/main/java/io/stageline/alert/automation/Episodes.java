package io.stageline.alert.automation;

import io.stageline.alert.automation.BacktestAnswer.WouldFire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The alerts that a rule would have raised, and when each would have been over. */
final class Episodes {
    private final Map<UUID, WouldFire> byAlert = new LinkedHashMap<>();

    /** What was found next: a beginning or an end. The first time that an alert is raised or over counts. */
    void add(Intent intent) {
        var known = byAlert.get(intent.alertId());
        if (intent.why() == null && known == null) byAlert.put(intent.alertId(), WouldFire.of(intent));
        if (intent.why() != null && known != null && known.resolvedAt() == null)
            byAlert.put(intent.alertId(), known.over(intent.at(), intent.why()));
    }

    int size() {
        return byAlert.size();
    }

    boolean has(UUID alertId) {
        return byAlert.containsKey(alertId);
    }

    /** Those raised from a time on and before another, in the order of time. */
    List<WouldFire> between(Instant from, Instant to) {
        return byAlert.values().stream()
                .filter(one -> !one.at().isBefore(from) && one.at().isBefore(to))
                .sorted(Comparator.comparing(WouldFire::at).thenComparing(WouldFire::episode))
                .toList();
    }

    /** How many of these do not overlap in time with any of the others about the same. */
    static int without(List<WouldFire> these, List<WouldFire> others) {
        var about = new HashMap<UUID, List<WouldFire>>();
        for (var other : others)
            about.computeIfAbsent(other.fingerprint(), id -> new ArrayList<>()).add(other);
        return (int) these.stream()
                .filter(one -> about.getOrDefault(one.fingerprint(), List.of()).stream()
                        .noneMatch(one::overlaps))
                .count();
    }
}
