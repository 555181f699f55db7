package io.stageline.journal.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.query.HistoryRows;
import io.stageline.query.ReadServer;
import io.stageline.query.Rows;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is asked about an entry is answered at a position as it was answered when nothing after it was known. */
class EntryThenTest {
    private static final int CONTACTS = 60;
    private static final long LAST = 1_000_000;
    private static final List<String> STAGES = List.of("CONTACT", "MEET", "ASK");
    private static final List<String> QUESTIONS = List.of(
            "?minPosition=1",
            "/timeline?limit=3",
            "/timeline?stage=MEET",
            "/decision/history?limit=2",
            "/decision/history?effectiveOn=2026-01-20",
            "/cells/MEET/explain?limit=2",
            "/cells/DECISION/explain?limit=25",
            "/decision/explain?limit=2");

    private static ReadServer server;
    private static ReadServer.Tenant tenant;
    private static Rows rows;
    private static UUID journal;
    private static int contacts;

    private String entry;
    private UUID contact;
    private HistoryRows story;

    @BeforeAll
    static void start() {
        server = new ReadServer();
        tenant = server.tenant();
        rows = new Rows(server, tenant.id).contacts(CONTACTS);
        journal = rows.journal("donors");
        for (var n = 1; n <= CONTACTS; n++) rows.rename(Rows.contact(n), "Person");
        server.admin.update(
                "INSERT INTO live.moment VALUES (?, ?::timestamptz, ?)", tenant.id, ReadServer.NOW.toString(), LAST);
        server.standsAt(LAST);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void begin() {
        contact = Rows.contact(++contacts);
        entry = "/v1/journals/" + journal + "/entries/" + contact;
        story = new HistoryRows(server, tenant.id, journal, contact, contacts * 1_000L);
    }

    @AfterEach
    void itIsNow() {
        server.itIs(ReadServer.NOW);
    }

    @RepeatedTest(4)
    void at_a_position_every_answer_is_the_one_of_then(RepetitionInfo run) {
        var random = new Random(run.getCurrentRepetition());
        var stages = new ArrayList<UUID>();
        var decisions = new ArrayList<UUID>();
        var answers = new LinkedHashMap<String, String>();
        for (var n = 0; n < 20; n++) {
            happen(random, stages, decisions);
            for (var question : QUESTIONS) {
                var now = tenant.get(entry + question);
                assertThat(now.statusCode()).as(now.body()).isEqualTo(200);
                answers.put(question + "&atPosition=" + story.position(), now.body());
            }
        }
        answers.forEach((question, answer) ->
                assertThat(tenant.get(entry + question).body()).as(question).isEqualTo(answer));
    }

    @Test
    void what_was_in_force_on_a_day_is_told_as_it_was_known_then() {
        var day = LocalDate.parse("2026-01-01");
        var decision = story.decision("PLEDGED", "5.00", "MONTHLY", day, "as heard");
        var before = story.position();
        story.corrected(decision, "PLEDGED", "50.00", "MONTHLY", day, "misheard");
        var inForce = entry + "/decision/history?effectiveOn=2026-02-01";
        assertThat(tenant.read(inForce).at("/items/0/amount").asString()).isEqualTo("50.00");
        assertThat(tenant.read(inForce + "&atPosition=" + before)
                        .at("/items/0/amount")
                        .asString())
                .isEqualTo("5.00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/timeline", "/decision/history", "/cells/MEET/explain", "/decision/explain"})
    void before_it_was_added_there_is_no_such_entry_and_before_the_journal_not_even_that(String question) {
        var added = story.position();
        var asked = entry + question + "?atPosition=";
        assertThat(tenant.get(asked + added).statusCode()).isEqualTo(200);
        assertThat(tenant.refused(asked + (added - 1), 404)).isEqualTo("unknown-entry");
        assertThat(tenant.refused(asked + 0, 404)).isEqualTo("unknown-journal");
    }

    @Test
    void a_row_that_was_taken_out_since_is_still_there_then() {
        story.stage("MEET", ReadServer.NOW);
        var then = entry + "?atPosition=" + story.position();
        server.admin.update("UPDATE live.grid_row SET present = false WHERE contact_id = ?", contact);
        assertThat(tenant.refused(entry, 404)).isEqualTo("unknown-entry");
        assertThat(tenant.read(then).get("currentStage").asString()).isEqualTo("MEET");
    }

    @Test
    void a_row_of_the_past_grows_no_older_and_its_tag_holds_until_the_journal_changes() {
        story.stage("MEET", ReadServer.NOW.minus(Duration.ofDays(3)));
        var then = entry + "?asOf=" + ReadServer.NOW;
        var first = tenant.get(then);
        var tag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(tag).startsWith("\"2.");
        assertThat(first.headers().firstValue("Stageline-As-Of")).hasValue(ReadServer.NOW.toString());
        server.itIs(ReadServer.NOW.plus(Duration.ofDays(365)));
        assertThat(tenant.get(then).body()).isEqualTo(first.body());
        assertThat(tenant.get(then, "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(tenant.get(entry, "If-None-Match", tag).statusCode()).isEqualTo(200);
        story.stage("ASK", ReadServer.NOW);
        assertThat(tenant.get(then, "If-None-Match", tag).statusCode()).isEqualTo(200);
    }

    @Test
    void a_tag_of_a_timeline_is_that_of_its_moment_and_ends_with_an_erasure() {
        story.stage("MEET", ReadServer.NOW, 0, "her address");
        var then = entry + "/timeline?atPosition=" + story.position();
        var tag = tenant.get(then).headers().firstValue("ETag").orElseThrow();
        assertThat(tenant.get(then, "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(tenant.get(entry + "/timeline", "If-None-Match", tag).statusCode())
                .isEqualTo(200);
        rows.erase(contact);
        var again = tenant.get(then, "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).doesNotContain("her address");
    }

    private void happen(Random random, List<UUID> stages, List<UUID> decisions) {
        var dice = random.nextInt(10);
        var day = LocalDate.parse("2026-01-01").plusDays(random.nextInt(50));
        var at = ReadServer.NOW.minus(Duration.ofDays(random.nextInt(100)));
        if (dice < 6) stages.add(stage(random, at));
        else if (dice < 7 && !stages.isEmpty()) story.withdrawn(any(stages, random), "mistake");
        else if (dice < 9 || decisions.isEmpty())
            decisions.add(story.decision("PLEDGED", random.nextInt(9) + ".00", "MONTHLY", day, "because"));
        else story.corrected(any(decisions, random), "PLEDGED", "1.00", "YEARLY", day, "better");
    }

    private UUID stage(Random random, Instant at) {
        return story.stage(STAGES.get(random.nextInt(3)), at, random.nextInt(3) - 1, "note");
    }

    /** One of them; a stage event is withdrawn only once. */
    private static UUID any(List<UUID> all, Random random) {
        return all.remove(random.nextInt(all.size()));
    }
}
