package io.stageline.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.whole.LogChecks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the log holds of a load, compared with what its clients were told (invariants A and B). */
final class Recorded {
    private static final String STAGES = """
            SELECT (payload ->> 'occurredAt')::timestamptz, position
              FROM stageline.event
             WHERE type = 'entry.stage-recorded/1' AND payload ->> 'journalId' = ?""";

    private Recorded() {}

    /** Each acknowledged fact once, nothing else, and the facts of one append beside each other. */
    static void exactlyWhatWasAcknowledged(LogChecks log, Load load) {
        log.positionsAreDenseAndVersionsContiguous();
        var recorded = positions(log, load.journal());
        assertThat(recorded.values()).as("each fact once").allSatisfy(places -> assertThat(places)
                .hasSize(1));
        var facts = load.facts();
        assertThat(recorded.keySet())
                .as("what was acknowledged, and nothing else")
                .containsExactlyInAnyOrderElementsOf(
                        facts.stream().flatMap(List::stream).toList());
        for (var together : facts) {
            var places = together.stream()
                    .map(fact -> recorded.getOrDefault(fact, List.of()).get(0))
                    .toList();
            assertThat(places.get(places.size() - 1) - places.get(0))
                    .as("appended together")
                    .isEqualTo(together.size() - 1L);
        }
    }

    private static Map<Instant, List<Long>> positions(LogChecks log, String journal) {
        var positions = new TreeMap<Instant, List<Long>>();
        log.database()
                .query(
                        STAGES,
                        row -> {
                            positions
                                    .computeIfAbsent(row.getTimestamp(1).toInstant(), at -> new ArrayList<>())
                                    .add(row.getLong(2));
                        },
                        journal);
        return positions;
    }
}
