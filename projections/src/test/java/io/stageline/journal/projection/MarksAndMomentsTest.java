package io.stageline.journal.projection;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.alert.events.AlertEvent.AlertRaised;
import io.stageline.alert.events.AlertEvent.AlertResolved;
import io.stageline.contact.events.ContactEvent;
import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.events.JournalEvent;
import io.stageline.projection.RandomStory;
import io.stageline.projection.TestReadModels;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far journals and times are, after stories that nobody planned. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MarksAndMomentsTest {
    private static final int EVENTS = 400;

    private static final String MOMENTS = """
            SELECT concat_ws(' ', tenant_id, (extract(epoch FROM recorded_at) * 1000000)::bigint, position)
              FROM live.moment""";

    private static final String MARKS = "SELECT journal_id || ' ' || position FROM live.journal_mark";

    private final TestReadModels models = new TestReadModels();
    private final GridProjection projection = new GridProjection(models.opener(), models.swaps());

    MarksAndMomentsTest() throws SQLException {}

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
    void a_moment_is_the_last_position_until_then_and_never_runs_back(long seed) throws SQLException {
        var latest = new HashMap<UUID, Instant>();
        var moments = new HashMap<String, Long>();
        for (var recorded : told(seed)) {
            var before = latest.getOrDefault(recorded.tenant(), Instant.MIN);
            var at = recorded.recordedAt().isBefore(before) ? before : recorded.recordedAt();
            latest.put(recorded.tenant(), at);
            moments.put(recorded.tenant() + " " + ChronoUnit.MICROS.between(Instant.EPOCH, at), recorded.position());
        }
        assertThat(models.admin().queryForList(MOMENTS, String.class))
                .hasSizeLessThan(EVENTS)
                .containsExactlyInAnyOrderElementsOf(texts(moments));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4, 9})
    void a_mark_is_the_last_event_of_the_journal_of_an_entry_of_a_contact_in_it_or_of_an_alert_about_one(long seed)
            throws SQLException {
        var marks = new HashMap<UUID, Long>();
        var journalsOf = new HashMap<UUID, Set<UUID>>();
        var alerts = new HashMap<UUID, AlertRaised>();
        for (var recorded : told(seed)) {
            if (recorded.event() instanceof JournalEvent event) marks.put(event.journalId(), recorded.position());
            if (recorded.event() instanceof EntryEvent event) {
                marks.put(event.journalId(), recorded.position());
                journalsOf
                        .computeIfAbsent(event.contactId(), contact -> new HashSet<>())
                        .add(event.journalId());
            }
            if (recorded.event() instanceof ContactEvent event)
                for (var journal : journalsOf.getOrDefault(event.contactId(), Set.of()))
                    marks.put(journal, recorded.position());
            if (recorded.event() instanceof AlertRaised raised) alerts.put(raised.alertId(), raised);
            if (recorded.event() instanceof AlertRaised || recorded.event() instanceof AlertResolved)
                for (var journal : journals(alerts.get(recorded.stream()), journalsOf))
                    marks.put(journal, recorded.position());
        }
        assertThat(models.admin().queryForList(MARKS, String.class))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(texts(marks));
    }

    /** The journals on whose grids an alert counts: its own, or all that its contact is in. */
    private static Set<UUID> journals(@Nullable AlertRaised alert, Map<UUID, Set<UUID>> journalsOf) {
        var about = requireNonNull(alert).about();
        var all = journalsOf.getOrDefault(requireNonNull(about.contactId()), Set.of());
        return all.stream()
                .filter(journal ->
                        about.journalId() == null || about.journalId().equals(journal))
                .collect(toSet());
    }

    private List<Recorded> told(long seed) throws SQLException {
        var events = RandomStory.tell(models, seed, EVENTS).events();
        models.write(projection, events);
        return events;
    }

    private static List<String> texts(Map<?, Long> positions) {
        return positions.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList();
    }
}
