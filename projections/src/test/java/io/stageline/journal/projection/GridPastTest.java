package io.stageline.journal.projection;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.Decision;
import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.events.PathText;
import io.stageline.projection.Json;
import io.stageline.projection.RandomStory;
import io.stageline.projection.TestReadModels;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the past of the grid promises, told by stories that nobody planned and told once more in the simplest way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GridPastTest {
    private static final int EVENTS = 400;

    private static final String LINES = """
            SELECT concat_ws('|', position, version, present::text, path, current_stage,
                             (extract(epoch FROM current_since) * 1000000)::bigint,
                             (extract(epoch FROM last_activity_at) * 1000000)::bigint, moves, skips, backwards,
                             decision_status, decision_amount, decision_change, pledged, pledged_currency, decision)
              FROM live.entry_event
             ORDER BY position""";

    private static final String ENTRIES = "SELECT count(*) FROM live.grid_row";

    private static final String ENTRIES_LIKE_THEIR_LAST_LINE = """
            SELECT count(*)
              FROM live.grid_row AS row
              JOIN live.entry_event AS line USING (tenant_id, journal_id, contact_id)
             WHERE (row.version, row.present, row.path, row.moves, row.skips, row.backwards)
                   = (line.version, line.present, line.path, line.moves, line.skips, line.backwards)
               AND (row.current_stage, row.current_since, row.last_activity_at, row.decision_status, row.decision_amount,
                    row.decision_change, row.pledged, row.pledged_currency, row.decision)
                   IS NOT DISTINCT FROM
                   (line.current_stage, line.current_since, line.last_activity_at, line.decision_status,
                    line.decision_amount, line.decision_change, line.pledged, line.pledged_currency, line.decision)""";

    private static final String HISTORY = """
            SELECT journal_id::text || contact_id AS entry, what, about::text AS about, terms, decision
              FROM live.entry_event
             ORDER BY position""";

    private final TestReadModels models = new TestReadModels();
    private final GridProjection projection = new GridProjection(models.opener(), models.swaps());

    GridPastTest() throws SQLException {}

    @BeforeEach
    void forget() {
        models.forget("grid");
    }

    @AfterAll
    void close() {
        models.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4, 9})
    void the_line_at_every_position_is_the_fold_of_the_events_up_to_it(long seed) throws SQLException {
        var rows = new HashMap<UUID, GridRow>();
        var folded = new ArrayList<String>();
        for (var recorded : told(seed)) {
            if (!(recorded.event() instanceof EntryEvent event)) continue;
            var before = rows.getOrDefault(recorded.stream(), GridRow.unknown(EntryKey.of(recorded, event)));
            var after = GridRow.FOLD.after(before, recorded);
            rows.put(recorded.stream(), after);
            folded.add(line(recorded, after));
        }
        assertThat(models.admin().queryForList(LINES, String.class))
                .hasSizeGreaterThan(EVENTS / 2)
                .isEqualTo(folded);
        assertThat(number(ENTRIES_LIKE_THEIR_LAST_LINE))
                .isEqualTo(number(ENTRIES))
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4, 9})
    void fold_of_the_history_is_the_current_decision_at_every_position(long seed) throws SQLException {
        told(seed);
        var histories = new HashMap<String, Map<String, JsonNode>>();
        for (var line : models.admin().queryForList(HISTORY)) {
            var decisions = histories.computeIfAbsent((String) line.get("entry"), entry -> new LinkedHashMap<>());
            if (line.get("terms") != null) decisions.put((String) line.get("about"), json(line.get("terms")));
            assertThat(made(line.get("decision"))).isEqualTo(lastTwo(decisions));
        }
        assertThat(histories.values()).anyMatch(decisions -> decisions.size() > 2);
    }

    private List<Recorded> told(long seed) throws SQLException {
        var events = RandomStory.tell(models, seed, EVENTS).events();
        models.write(projection, events);
        return events;
    }

    private int number(String sql) {
        return Objects.requireNonNull(models.admin().queryForObject(sql, Integer.class));
    }

    private static String line(Recorded recorded, GridRow row) {
        var path = row.path().value();
        var state = Stream.<@Nullable Object>of(
                recorded.position(),
                row.version(),
                row.presence().present(),
                PathText.of(path),
                path.current(),
                micros(path.since()),
                micros(path.lastActivityAt()),
                path.moves(),
                path.skips(),
                path.backwards());
        var decision = row.decision();
        return Stream.concat(state, decision == null ? Stream.of() : decided(decision.value()))
                .filter(Objects::nonNull)
                .map(Object::toString)
                .collect(joining("|"));
    }

    private static Stream<@Nullable Object> decided(Decision decision) {
        var terms = decision.made().terms();
        var pledged = terms.pledgedPerMonth();
        return Stream.of(
                terms.status(),
                terms.amount(),
                decision.change().word(),
                pledged,
                pledged == null ? null : terms.currency(),
                DecisionText.of(decision));
    }

    private static @Nullable Long micros(@Nullable Instant at) {
        return at == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    /** The decision in force and the one before it, each with its id. */
    private static List<JsonNode> made(@Nullable Object decision) {
        if (decision == null) return List.of();
        var made = json(decision);
        var previous = made.get("previous");
        var fields = List.of("decisionId", "status", "amount", "currency", "cadence", "effectiveFrom");
        var current = ((ObjectNode) made.deepCopy()).retain(fields);
        return previous.isNull() ? List.of(current) : List.of(current, previous);
    }

    private static List<JsonNode> lastTwo(Map<String, JsonNode> decisions) {
        var all = new ArrayList<JsonNode>();
        decisions.forEach((id, terms) -> all.add(0, ((ObjectNode) terms.deepCopy()).put("decisionId", id)));
        return List.copyOf(all.subList(0, Math.min(2, all.size())));
    }

    private static JsonNode json(Object text) {
        return Json.MAPPER.readTree((String) text);
    }
}
