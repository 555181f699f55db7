package io.stageline.journal.projection;

import static io.stageline.projection.Story.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.contact.events.ContactEvent;
import io.stageline.journal.events.EntryEvent;
import io.stageline.projection.ProjectionContract;
import io.stageline.projection.Story;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecisionHistoryProjectionTest extends ProjectionContract {
    private static final String CHANGE = "SELECT * FROM decision_history_v1.decision_change WHERE contact_id = ?";

    DecisionHistoryProjectionTest() throws SQLException {
        super(DecisionHistoryProjection::new);
    }

    @Test
    @Override
    protected void events_in_order_build_the_row() throws SQLException {
        models.write(projection, story().events());
        assertThat(models.admin().queryForMap(CHANGE, id("Ada")))
                .containsAllEntriesOf(Map.of(
                        "tenant_id",
                        TENANT,
                        "journal_id",
                        id("loans"),
                        "version",
                        5L,
                        "stage_event_id",
                        id("event 10"),
                        "status",
                        "PLEDGED",
                        "amount",
                        new BigDecimal("12.50"),
                        "currency",
                        "EUR",
                        "cadence",
                        "MONTHLY",
                        "reason",
                        "she likes it",
                        "recorded_at",
                        Timestamp.from(Story.START.plusSeconds(12))))
                .containsEntry("effective_from", Date.valueOf("2026-02-01"))
                .containsEntry("actor", Story.ACTOR);
    }

    @Test
    void an_erased_contact_keeps_its_decision_but_not_its_reason() throws SQLException {
        var events = story().events();
        models.write(projection, events.subList(0, events.size() - 1));
        models.write(projection, events.subList(events.size() - 1, events.size()));
        assertThat(models.admin().queryForMap(CHANGE, id("Eve")))
                .containsEntry("status", "DECLINED")
                .containsEntry("reason", null);
    }

    @Test
    @Override
    protected void a_stale_compare_and_swap_is_rejected_and_counted() throws SQLException {
        var before = models.rejected("decision_history", "change");
        models.write(projection, story().events());
        assertThat(models.rejected("decision_history", "change")).isEqualTo(before);
        models.write(projection, story().events());
        assertThat(models.rejected("decision_history", "change")).isEqualTo(before + 2);
    }

    @Test
    @Override
    protected void every_event_is_handled() {
        assertThat(DecisionHistoryBatch.fold(models.opener()).handledTypes())
                .contains(EntryEvent.class.getPermittedSubclasses())
                .contains(ContactEvent.class.getPermittedSubclasses());
    }
}
