package io.stageline.journal.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.query.HistoryRows;
import io.stageline.query.ReadServer;
import io.stageline.query.Rows;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ExplainTest {
    private static final List<String> STAGES = List.of("CONTACT", "MEET", "ASK", "DECISION");
    private static final String EVENTS = """
            SELECT event_id || ' ' || position || ' ' || version || ' ' || command || ' ' || request || ' ' || actor
              FROM live.entry_event
             WHERE journal_id = ? AND contact_id = ? AND""";

    private static ReadServer server;
    private static ReadServer.Tenant tenant;
    private static UUID journal;
    private static int contacts = 10;

    private UUID contact;
    private HistoryRows story;

    @BeforeAll
    static void start() {
        server = new ReadServer();
        tenant = server.tenant();
        journal = new Rows(server, tenant.id).journal("donors");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void begin() {
        contact = Rows.contact(++contacts);
        story = new HistoryRows(server, tenant.id, journal, contact, contacts * 1_000L);
    }

    @Test
    void a_cell_is_explained_by_the_events_of_its_stage_and_what_each_is_to_it() {
        var counted = story.stage("MEET", daysAgo(40));
        var latest = story.stage("MEET", daysAgo(20), 0, "lunch");
        var mistaken = story.stage("MEET", daysAgo(10));
        var late = story.stage("MEET", daysAgo(30));
        story.stage("ASK", daysAgo(5));
        var withdrawal = story.withdrawn(mistaken, "wrong Ada");

        var told = tenant.read(path("/cells/MEET/explain"));

        assertThat(told.propertyNames()).containsExactly("field", "value", "total", "next", "because");
        assertThat(told.get("field").asString()).isEqualTo("cells.MEET");
        assertThat(roles(told))
                .containsExactly(late + " late", mistaken + " withdrawn", latest + " latest", counted + " counted");
        var shown = told.get("because").get(2);
        assertThat(shown.get("type").asString()).isEqualTo("entry.stage-recorded/1");
        assertThat(shown.get("command").get("name").asString()).isEqualTo("RecordStage");
        assertThat(shown.get("note").asString()).isEqualTo("lunch");
        var withdrawnBy = told.get("because").get(1).get("withdrawnBy");
        assertThat(withdrawnBy.get("eventId").asString()).isEqualTo(withdrawal.toString());
        assertThat(withdrawnBy.get("reason").asString()).isEqualTo("wrong Ada");
        assertThat(withdrawnBy.get("type").asString()).isEqualTo("entry.stage-withdrawn/1");
        assertThat(withdrawnBy.get("command").get("name").asString()).isEqualTo("WithdrawStage");
    }

    @Test
    void the_value_explained_is_that_of_the_clock() {
        story.stage("MEET", daysAgo(40));
        story.stage("ASK", daysAgo(30));
        story.stage("MEET", daysAgo(10), -1, null);
        assertThat(tenant.read(path("/cells/MEET/explain")).get("value").toString())
                .isEqualTo("{\"completed\":true,\"at\":\"2026-02-19T12:00:00Z\",\"count\":2,\"daysAgo\":10,"
                        + "\"staleness\":\"aging\",\"daysInStage\":10,\"totalDaysInStage\":20,\"version\":4,"
                        + "\"warnings\":[{\"code\":\"STAGE_BACKWARD\",\"count\":1,\"severity\":\"low\"}]}");
        assertThat(tenant.read(path("/cells/ASK/explain")).get("value").toString())
                .contains("\"daysInStage\":20,\"totalDaysInStage\":20");
        assertThat(tenant.read(path("/cells/CONTACT/explain")).toString())
                .isEqualTo("{\"field\":\"cells.CONTACT\",\"value\":{\"completed\":false},\"total\":0,\"next\":null,"
                        + "\"because\":[]}");
    }

    @Test
    void the_values_explained_are_those_of_the_grid() {
        tell(new Random(1));
        var row = tenant.read(path(""));
        for (var stage : STAGES)
            assertThat(tenant.read(path("/cells/" + stage + "/explain")).get("value"))
                    .isEqualTo(row.get("cells").get(stage));
        assertThat(tenant.read(path("/decision/explain")).get("value")).isEqualTo(row.get("decision"));
    }

    @Test
    void a_decision_is_explained_by_those_before_it_and_their_corrections() {
        var day = LocalDate.parse("2026-01-01");
        var first = story.decision("PLEDGED", "5.00", "MONTHLY", day, "first");
        var second = story.decision("PLEDGED", "50.00", "MONTHLY", day, "second");
        story.corrected(first, "PLEDGED", "6.00", "MONTHLY", day, "typing error");
        story.corrected(first, "PLEDGED", "7.00", "MONTHLY", day, "once more");

        var told = tenant.read(path("/decision/explain"));

        assertThat(told.get("value").get("decisionId").asString()).isEqualTo(second.toString());
        assertThat(told.get("value").get("previous").get("amount").asString()).isEqualTo("7.00");
        assertThat(because(told))
                .extracting(cause -> cause.get("role").asString()
                        + " " + cause.get("terms").get("amount").asString()
                        + " " + cause.get("reason").asString())
                .containsExactly(
                        "correction 7.00 once more",
                        "corrected 6.00 typing error",
                        "current 50.00 second",
                        "corrected 5.00 first");
        var stage = told.get("because").get(2).get("recordedWith");
        assertThat(stage.get("eventId").asString()).isEqualTo(second.toString());
        assertThat(stage.get("role").asString()).isEqualTo("stage");
        assertThat(stage.get("command").toString())
                .isEqualTo(told.get("because").get(2).get("command").toString());
    }

    @Test
    void without_a_decision_there_is_nothing_to_explain() {
        assertThat(tenant.read(path("/decision/explain")).toString())
                .isEqualTo("{\"field\":\"decision\",\"value\":null,\"total\":0,\"next\":null,\"because\":[]}");
    }

    @RepeatedTest(12)
    void every_event_behind_a_cell_is_named_once_with_its_command(RepetitionInfo run) {
        tell(new Random(run.getCurrentRepetition()));
        for (var stage : STAGES) {
            var behind = server.admin.queryForList(EVENTS + " stage = ?", String.class, journal, contact, stage);
            var asked = path("/cells/" + stage + "/explain?limit=3");
            assertThat(named(asked)).containsExactlyInAnyOrderElementsOf(behind);
            assertThat(latest(asked))
                    .isEqualTo(tenant.read(asked).get("value").get("completed").asBoolean() ? 1 : 0);
        }
        var decided = " (what IN ('decision', 'correction') OR event_id IN (SELECT about FROM live.entry_event))"
                + " AND (what <> 'stage' OR stage = 'DECISION')";
        assertThat(named(path("/decision/explain?limit=2")))
                .containsExactlyInAnyOrderElementsOf(
                        server.admin.queryForList(EVENTS + decided, String.class, journal, contact));
    }

    @Test
    void what_is_not_there_cannot_be_explained() {
        assertThat(tenant.refused(path("/cells/NOWHERE/explain"), 404)).isEqualTo("not-found");
        var nobody = "/v1/journals/" + journal + "/entries/" + Rows.contact(1);
        assertThat(tenant.refused(nobody + "/cells/MEET/explain", 404)).isEqualTo("unknown-entry");
        assertThat(tenant.refused(nobody + "/decision/explain", 404)).isEqualTo("unknown-entry");
        assertThat(tenant.refused(path("/cells/MEET/explain?limit=501"), 400)).isEqualTo("invalid-parameter");
        assertThat(tenant.refused(path("/cells/MEET/explain?cursor=x"), 400)).isEqualTo("invalid-cursor");
    }

    private void tell(Random random) {
        var stages = new ArrayList<UUID>();
        var decisions = new ArrayList<UUID>();
        for (var n = 0; n < 40; n++) {
            var dice = random.nextInt(10);
            var day = LocalDate.parse("2026-01-01").plusDays(random.nextInt(50));
            if (dice < 6) {
                var at = daysAgo(random.nextInt(100));
                stages.add(story.stage(STAGES.get(random.nextInt(3)), at, random.nextInt(3) - 1, "note"));
            } else if (dice < 7 && !stages.isEmpty()) {
                story.withdrawn(stages.remove(random.nextInt(stages.size())), "mistake");
            } else if (dice < 9) {
                decisions.add(story.decision("PLEDGED", random.nextInt(9) + ".00", "MONTHLY", day, "because"));
            } else if (!decisions.isEmpty()) {
                var corrected = decisions.get(random.nextInt(decisions.size()));
                story.corrected(corrected, "PLEDGED", "1.00", "YEARLY", day, "better");
            }
        }
    }

    private static List<String> named(String path) {
        return causes(path).stream()
                .map(cause -> String.join(
                        " ",
                        cause.get("eventId").asString(),
                        cause.get("position").asString(),
                        cause.get("version").asString(),
                        cause.get("command").get("id").asString(),
                        cause.get("command").get("request").asString(),
                        cause.get("actor").asString()))
                .toList();
    }

    private static long latest(String path) {
        return causes(path).stream()
                .filter(cause -> cause.get("role").asString().equals("latest"))
                .count();
    }

    /** All causes of all pages, also those that stand in others. */
    private static List<JsonNode> causes(String path) {
        var causes = new ArrayList<JsonNode>();
        var cursor = "";
        do {
            var page = tenant.read(path + "&cursor=" + cursor);
            for (var cause : because(page)) {
                causes.add(cause);
                for (var inner : List.of("withdrawnBy", "recordedWith"))
                    if (cause.has(inner)) causes.add(cause.get(inner));
            }
            cursor = page.get("next").isNull() ? null : page.get("next").asString();
        } while (cursor != null);
        return causes;
    }

    private static List<String> roles(JsonNode told) {
        return because(told).stream()
                .map(cause -> cause.get("eventId").asString() + " "
                        + cause.get("role").asString())
                .toList();
    }

    private static List<JsonNode> because(JsonNode told) {
        return StreamSupport.stream(told.get("because").spliterator(), false).toList();
    }

    private static Instant daysAgo(int days) {
        return ReadServer.NOW.minus(Duration.ofDays(days));
    }

    private String path(String rest) {
        return "/v1/journals/" + journal + "/entries/" + contact + rest;
    }
}
