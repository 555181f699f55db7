package io.stageline.journal.projection;

import static io.stageline.projection.Story.day;
import static io.stageline.projection.Story.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.contact.events.ContactEvent;
import io.stageline.contact.projection.ContactRow;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.Unreadable;
import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.events.JournalEvent;
import io.stageline.projection.Gap;
import io.stageline.projection.ProjectionContract;
import io.stageline.projection.Story;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GridProjectionTest extends ProjectionContract {

    GridProjectionTest() throws SQLException {
        super(GridProjection::new);
    }

    @Test
    @Override
    protected void events_in_order_build_the_row() throws SQLException {
        models.write(projection, story().events());
        assertThat(row("Ada"))
                .containsAllEntriesOf(Map.of(
                        "name",
                        "Ada",
                        "sort_name",
                        "ada",
                        "present",
                        true,
                        "added_at",
                        Timestamp.from(Story.START.plusSeconds(5)),
                        "current_stage",
                        "ASK",
                        "current_since",
                        Timestamp.from(day(4)),
                        "last_activity_at",
                        Timestamp.from(day(4)),
                        "moves",
                        2,
                        "skips",
                        1,
                        "backwards",
                        0))
                .containsAllEntriesOf(Map.of(
                        "profile_version", 1L,
                        "presence_version", 1L,
                        "stage_version", 4L,
                        "decision_version", 5L,
                        "version", 5L,
                        "decision_status", "PLEDGED",
                        "decision_amount", new BigDecimal("12.50")));
    }

    @Test
    void path_and_decision_are_kept_as_one_text_each() throws SQLException {
        models.write(projection, story().events());
        assertThat(row("Ada").get("path"))
                .isEqualTo("ASK\u001f1767571200000000,1767571200000000,2,1,0"
                        + "\u001eCONTACT\u001f1767312000000000,1,2,259200,259200,0"
                        + "\u001eASK\u001f1767571200000000,1,3,0,0,1"
                        + "\u001eMEET\u001f1767484800000000,1,4,0,0,0");
        assertThat(row("Ada").get("decision"))
                .isEqualTo("{\"decisionId\":\"" + id("event 10") + "\",\"status\":\"PLEDGED\",\"amount\":\"12.50\","
                        + "\"currency\":\"EUR\",\"cadence\":\"MONTHLY\",\"monthlyAmount\":\"12.50\","
                        + "\"effectiveFrom\":\"2026-02-01\",\"change\":\"new\",\"previous\":null,\"version\":5}");
    }

    @Test
    void a_contact_that_is_renamed_is_renamed_in_every_journal() throws SQLException {
        var story = story().journal("gifts").added("gifts", "Ada");
        models.write(projection, story.events());
        var told = story.events().size();
        story.renamed("Ada", "Äda Lovelace");
        models.write(projection, story.events().subList(told, told + 1));
        assertThat(models.admin()
                        .queryForList(
                                "SELECT name, sort_name, profile_version FROM grid_v3.grid_row WHERE contact_id = ?",
                                id("Ada")))
                .hasSize(2)
                .containsOnly(Map.of("name", "Äda Lovelace", "sort_name", "äda lovelace", "profile_version", 2L));
    }

    @Test
    void nothing_personal_is_left_of_an_erased_contact() throws SQLException {
        for (var event : story().events()) models.write(projection, List.of(event));
        assertThat(row("Eve"))
                .containsEntry("name", null)
                .containsEntry("sort_name", "")
                .containsEntry("decision_status", "DECLINED");
        assertThat(models.admin().queryForMap("SELECT * FROM grid_v3.contact WHERE contact_id = ?", id("Eve")))
                .containsEntry("erased", true)
                .containsEntry("name", null)
                .containsEntry("email", null);
    }

    @Test
    void an_entry_that_is_removed_and_added_again_keeps_its_history() throws SQLException {
        var story = story();
        models.write(projection, story.events());
        assertThat(row("Bob")).containsEntry("present", false).containsEntry("current_stage", "CONTACT");
        models.write(projection, List.of(last(story.added("loans", "Bob"))));
        assertThat(row("Bob"))
                .containsEntry("present", true)
                .containsEntry("presence_version", 4L)
                .containsEntry("name", "Robert")
                .containsEntry("current_stage", "CONTACT");
    }

    @Test
    @Override
    protected void a_stale_compare_and_swap_is_rejected_and_counted() throws SQLException {
        var story = story();
        models.write(projection, story.events());
        var stale = new ArrayList<GridRow>();
        models.inTransaction("grid", connection -> stale.addAll(new GridTable(connection).load(List.of(ada()))));
        story.stage("loans", "Ada", "DECISION", day(9)).decided("loans", "Ada", "DECLINED", null, "no");
        models.write(
                projection,
                story.events().subList(story.events().size() - 2, story.events().size()));
        var rows = models.rows("grid");

        models.inTransaction("grid", connection -> {
            var table = new GridTable(connection);
            assertThat(table.writePresences(stale)).isEqualTo(1);
            assertThat(table.writeProfiles(stale)).isEqualTo(1);
            assertThat(table.writePaths(stale)).isEqualTo(1);
            assertThat(table.writeDecisions(stale)).isEqualTo(1);
        });
        assertThat(models.rows("grid")).isEqualTo(rows);

        var before = models.rejected("grid", "row");
        models.write(projection, List.of(last(story)));
        assertThat(models.rejected("grid", "row")).isEqualTo(before + 1);
    }

    @Test
    void an_erasure_during_the_build_leaves_no_word() throws SQLException {
        var story = story();
        var events = story.events();
        models.inBulk("grid", connection -> {
            var fold = projection.bulk(1_000);
            fold.fold(connection, events.subList(0, events.size() - 1));
            checkpoint(fold, connection);
            assertThat(rowsAsText()).contains("a secret", "her reasons", "Eve");
            story.destroyKeysOfErased();
            fold.fold(connection, List.of(last(story)));
            checkpoint(fold, connection);
            finish(connection);
        });
        assertThat(rowsAsText())
                .doesNotContain("a secret", "her reasons", "Eve", ",eve,")
                .contains("Ada");
        var rows = models.rows("grid");
        models.forget("grid");
        models.write(projection, events);
        assertThat(models.rows("grid")).isEqualTo(rows);
    }

    @Test
    void events_that_come_late_are_made_good() throws SQLException {
        var story = story().journal("gifts").added("gifts", "Ada").renamed("Ada", "Ada Lovelace");
        story.stage("gifts", "Ada", "CONTACT", day(2)).renamed("Ada", "Countess Ada");
        var events = story.events();
        models.write(projection, events);
        var rows = models.rows("grid");
        models.forget("grid");

        var late = events.stream()
                .filter(event -> event.stream().equals(last(story).stream()))
                .toList();
        models.write(
                projection,
                events.stream()
                        .map(event -> late.contains(event) ? parked(event) : event)
                        .toList());
        assertThat(models.rows("grid")).isNotEqualTo(rows);
        models.inTransaction("grid", connection -> projection.writeLate(connection, late));
        assertThat(models.rows("grid")).isEqualTo(rows);
    }

    @Test
    void a_gap_stops_the_projection() throws SQLException {
        var story = story();
        models.write(projection, story.events());
        story.stage("loans", "Ada", "ASK", day(9)).stage("loans", "Ada", "DECISION", day(10));
        assertThatThrownBy(() -> models.write(projection, List.of(last(story)))).isInstanceOf(Gap.class);
    }

    @Test
    @Override
    protected void every_event_is_handled() {
        assertThat(GridRow.FOLD.handledTypes()).containsExactlyInAnyOrder(EntryEvent.class.getPermittedSubclasses());
        assertThat(Told.fold(models.opener()).handledTypes())
                .containsExactlyInAnyOrder(EntryEvent.class.getPermittedSubclasses());
        assertThat(JournalRow.FOLD.handledTypes())
                .containsExactlyInAnyOrder(JournalEvent.class.getPermittedSubclasses());
        assertThat(ContactRow.fold(models.opener()).handledTypes())
                .containsExactlyInAnyOrder(ContactEvent.class.getPermittedSubclasses());
    }

    /** What stands in the place of an event that is not folded yet, so that its position and moment count. */
    private static Recorded parked(Recorded late) {
        return new Recorded(
                late.position(),
                late.tenant(),
                late.stream(),
                late.version(),
                late.eventId(),
                new Unreadable("late", Unreadable.Reason.UNKNOWN_TYPE),
                late.recordedAt(),
                late.origin());
    }

    private String rowsAsText() {
        return String.join("\n", models.rows("grid"));
    }

    private Map<String, Object> row(String contact) {
        return models.admin().queryForMap("SELECT * FROM grid_v3.grid_row WHERE contact_id = ?", id(contact));
    }

    private static EntryKey ada() {
        return new EntryKey(TENANT, id("loans"), id("Ada"));
    }

    private static Recorded last(Story story) {
        return story.events().get(story.events().size() - 1);
    }
}
