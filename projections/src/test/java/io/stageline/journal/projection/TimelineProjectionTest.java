package io.stageline.journal.projection;

import static io.stageline.projection.Story.day;
import static io.stageline.projection.Story.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.contact.events.ContactEvent;
import io.stageline.journal.events.EntryEvent;
import io.stageline.projection.ProjectionContract;
import io.stageline.projection.Story;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimelineProjectionTest extends ProjectionContract {
    private static final String NOTES = "SELECT note FROM timeline_v1.timeline_item WHERE contact_id = ?";

    TimelineProjectionTest() throws SQLException {
        super(TimelineProjection::new);
    }

    @Test
    @Override
    protected void events_in_order_build_the_row() throws SQLException {
        models.write(projection, story().events());
        var item = models.admin().queryForMap("""
                SELECT * FROM timeline_v1.timeline_item WHERE contact_id = ? AND stage = 'ASK'""", id("Ada"));
        assertThat(item)
                .containsAllEntriesOf(Map.of(
                        "tenant_id",
                        TENANT,
                        "journal_id",
                        id("loans"),
                        "occurred_at",
                        Timestamp.from(day(4)),
                        "version",
                        3L,
                        "event_id",
                        id("event 9"),
                        "recorded_at",
                        Timestamp.from(Story.START.plusSeconds(10)),
                        "warnings",
                        "[{\"code\":\"STAGES_SKIPPED\",\"count\":1,\"severity\":\"low\"}]",
                        "actor",
                        Story.ACTOR))
                .containsEntry("note", null);
        assertThat(models.admin().queryForList(NOTES + " AND stage = 'CONTACT'", id("Ada")))
                .containsExactly(Map.of("note", "met at the fair"));
    }

    @Test
    void an_erased_contact_keeps_its_line_but_not_its_note() throws SQLException {
        var events = story().events();
        models.write(projection, events.subList(0, events.size() - 1));
        models.write(projection, events.subList(events.size() - 1, events.size()));
        assertThat(models.admin().queryForList(NOTES, String.class, id("Eve")))
                .hasSize(1)
                .containsOnlyNulls();
    }

    @Test
    void a_note_that_arrives_after_its_contact_was_erased_is_not_shown() throws SQLException {
        var events = story().stage("loans", "Eve", "MEET", day(8), "too late").events();
        models.admin().update("DELETE FROM stageline.contact_key WHERE contact_id = ?", id("Eve"));
        for (var event : events) models.write(projection, List.of(event));
        assertThat(models.admin().queryForList(NOTES, String.class, id("Eve")))
                .hasSize(2)
                .containsOnlyNulls();
    }

    @Test
    @Override
    protected void a_stale_compare_and_swap_is_rejected_and_counted() throws SQLException {
        var before = models.rejected("timeline", "item");
        models.write(projection, story().events());
        assertThat(models.rejected("timeline", "item")).isEqualTo(before);
        models.write(projection, story().events());
        assertThat(models.rejected("timeline", "item")).isEqualTo(before + 5);
    }

    @Test
    @Override
    protected void every_event_is_handled() {
        assertThat(TimelineBatch.fold(models.opener()).handledTypes())
                .contains(EntryEvent.class.getPermittedSubclasses())
                .contains(ContactEvent.class.getPermittedSubclasses());
    }
}
