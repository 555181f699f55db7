package io.stageline.alert.projection;

import static io.stageline.projection.Story.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.alert.events.AlertEvent;
import io.stageline.alert.events.AlertEvent.AlertSilenced;
import io.stageline.alert.events.RuleEvent;
import io.stageline.alert.events.RuleEvent.RuleDisabled;
import io.stageline.alert.events.RuleEvent.RuleSilenced;
import io.stageline.alert.events.RuleEvent.SilenceEnded;
import io.stageline.events.Sealed;
import io.stageline.journal.projection.GridProjection;
import io.stageline.privacy.TenantContact;
import io.stageline.projection.Gap;
import io.stageline.projection.Projection;
import io.stageline.projection.Story;
import io.stageline.projection.TestReadModels;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertsTest {
    private static final UUID TENANT = id("tenant");
    private static TestReadModels models;
    private static Projection projection;

    @BeforeAll
    static void start() throws SQLException {
        models = new TestReadModels();
        projection = new GridProjection(models.opener(), models.swaps());
    }

    @BeforeEach
    void forget() {
        models.forget(projection.name());
    }

    @AfterAll
    static void stop() {
        models.close();
    }

    @Test
    void an_alert_stands_as_its_last_event_says_and_keeps_what_was_raised() throws SQLException {
        models.write(projection, story().events());
        assertThat(alert())
                .containsEntry("status", "RESOLVED")
                .containsEntry("why", "CALMED")
                .containsEntry("subject", "Ada")
                .containsEntry("opened", 6L)
                .containsEntry("closed", 8L)
                .containsEntry("version", 3L);
        assertThat(models.admin().queryForList("SELECT note FROM live.alert_step ORDER BY version", String.class))
                .containsExactly(null, "I call Ada", null);
    }

    @Test
    void a_rule_shows_its_last_revision_and_keeps_all_of_them() throws SQLException {
        models.write(
                projection,
                story().rule("lapsed").tell(new RuleDisabled(id("lapsed"))).events());
        assertThat(models.admin().queryForMap("SELECT * FROM live.alert_rule"))
                .containsEntry("revision", 2)
                .containsEntry("enabled", false)
                .containsEntry("version", 3L);
        assertThat(models.admin().queryForList("SELECT rule FROM live.alert_rule_revision", String.class))
                .hasSize(2)
                .allSatisfy(rule -> assertThat(rule)
                        .contains("\"kind\":\"decision-changed\"", "[\"DOWNGRADE\",\"LAPSE\",\"CANCEL\"]", "PT5M"));
    }

    @Test
    void a_rule_shows_the_silences_that_nobody_has_ended() throws SQLException {
        var story = story().tell(silence(2, "one")).tell(silence(3, "two"));
        models.write(
                projection,
                story.tell(new SilenceEnded(id("lapsed"), id("one"))).events());
        assertThat(models.admin().queryForObject("SELECT silences FROM live.alert_rule", String.class))
                .contains(id("two").toString(), "\"reason\":\"moving two\"")
                .doesNotContain(id("one").toString());
    }

    @Test
    void each_step_of_a_silence_tells_which_one_it_is_and_until_when() throws SQLException {
        models.write(projection, story().tell(alertSilence()).events());
        assertThat(models.admin().queryForMap("SELECT * FROM live.alert_step WHERE what = 'SILENCED'"))
                .containsEntry("silence_id", id("silence"))
                .containsEntry("until", Timestamp.from(Story.day(20)))
                .containsEntry("note", "moving");
    }

    @Test
    void one_event_after_the_other_and_all_at_once_give_the_same_rows_however_often() throws SQLException {
        var events = story().tell(alertSilence()).events();
        models.write(projection, events);
        var rows = models.rows(projection.name());
        models.write(projection, events);
        assertThat(models.rows(projection.name())).isEqualTo(rows);
        models.forget(projection.name());
        for (var event : events) models.write(projection, List.of(event));
        assertThat(models.rows(projection.name())).isEqualTo(rows);
    }

    @Test
    void an_event_whose_earlier_one_is_missing_is_not_folded() throws SQLException {
        var events = story().events();
        models.write(projection, events.subList(0, 5));
        assertThatThrownBy(() -> models.write(projection, List.of(events.get(6))))
                .isInstanceOf(Gap.class);
    }

    @Test
    void erasing_the_contact_takes_the_name_and_the_notes() throws SQLException {
        models.write(projection, story().erased("Ada").events());
        assertThat(alert()).containsEntry("subject", null);
        assertThat(models.admin().queryForList("SELECT note FROM live.alert_step", String.class))
                .containsOnlyNulls();
    }

    @Test
    void an_alert_about_an_entry_changes_the_mark_of_its_journal_and_of_no_other() throws SQLException {
        var story = story().journal("gifts").added("gifts", "Ada");
        models.write(projection, story.events());
        assertThat(mark("loans")).isEqualTo(8);
        assertThat(mark("gifts")).isEqualTo(10);
        var more = story.raised("again", "lapsed", "Ada", "loans").raised("everywhere", "lapsed", "Ada", null);
        models.write(projection, more.events().subList(10, 11));
        assertThat(List.of(mark("loans"), mark("gifts"))).containsExactly(11L, 10L);
        models.write(projection, more.events().subList(11, 12));
        assertThat(List.of(mark("loans"), mark("gifts"))).containsExactly(12L, 12L);
    }

    @Test
    void every_event_of_rules_and_alerts_is_handled() {
        assertThat(RuleRow.fold(models.opener()).handledTypes())
                .containsExactlyInAnyOrder(RuleEvent.class.getPermittedSubclasses());
        assertThat(AlertRow.fold(models.opener()).handledTypes())
                .containsExactlyInAnyOrder(AlertEvent.class.getPermittedSubclasses());
    }

    private static Story story() {
        return new Story(models, TENANT)
                .journal("loans")
                .contact("Ada", "ada@example.org")
                .contact("Bob", "bob@example.org")
                .added("loans", "Ada")
                .rule("lapsed")
                .raised("alarm", "lapsed", "Ada", "loans")
                .acknowledged("alarm", "Ada")
                .resolved("alarm");
    }

    private static RuleSilenced silence(long version, String name) {
        return new RuleSilenced(
                id("lapsed"), id(name), null, Story.day(20), Story.ACTOR, sealed("lapsed", version, "moving " + name));
    }

    private static AlertSilenced alertSilence() {
        var reason = sealedForAda("alarm", 4, "moving");
        return new AlertSilenced(
                id("alarm"), id("lapsed"), id("fingerprint"), id("silence"), Story.day(20), Story.ACTOR, reason);
    }

    private static Sealed sealed(String stream, long version, String text) {
        return models.tenantKeys().seal(TENANT, id(stream), version, "reason", text);
    }

    private static Sealed sealedForAda(String stream, long version, String text) {
        return models.seal(new TenantContact(TENANT, id("Ada")), id(stream), version, "reason", text);
    }

    private static Map<String, Object> alert() {
        return models.admin().queryForMap("SELECT * FROM live.alert WHERE alert_id = ?", id("alarm"));
    }

    private static long mark(String journal) {
        return models.admin()
                .queryForList("SELECT position FROM live.journal_mark WHERE journal_id = ?", Long.class, id(journal))
                .get(0);
    }
}
