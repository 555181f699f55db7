package io.stageline.eventlog.verify;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All findings, counted by kind, of which the first hundred are kept. */
final class Findings {
    private static final int KEPT = 100;

    private final List<Finding> kept = new ArrayList<>();
    private final Map<Damage, Long> counts = new EnumMap<>(Damage.class);

    synchronized void add(Finding finding) {
        counts.merge(finding.damage(), 1L, Long::sum);
        if (kept.size() < KEPT) kept.add(finding);
    }

    synchronized List<Finding> kept() {
        return List.copyOf(kept);
    }

    synchronized Map<Damage, Long> counts() {
        return new EnumMap<>(counts);
    }
}
