package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What was recorded by mistake is put right by a further event, and whoever does it has seen what he corrects. */
class CorrectionStoryTest {
    private static final String NOBODY = "0190f7a1-0000-7000-8000-00000000dead";

    private final Client client = TheServer.newTenant();
    private final String journal = client.journal("Mistakes");
    private final String entry = client.entry(journal, client.contact("Ada Lovelace"));

    @Test
    void a_withdrawn_stage_is_gone_from_the_grid_and_the_answer_says_where_the_entry_is() {
        var contact = client.post(entry + "/stages", "{\"stage\":\"CONTACT\",\"occurredAt\":\"2026-01-05T00:00:00Z\"}");
        var meet = client.post(entry + "/stages", "{\"stage\":\"MEET\",\"occurredAt\":\"2026-01-06T00:00:00Z\"}");
        var path = entry + "/stages/" + meet.at("/eventId") + "/withdraw";
        var done = client.post(path, "{\"reason\":\"the wrong Ada\"}", "If-Match", meet.header("ETag"));
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(done.json().at("/cell").isNull()).isTrue();
        assertThat(done.at("/currentStage")).isEqualTo("CONTACT");
        assertThat(done.at("/lastActivityAt")).isEqualTo(contact.at("/lastActivityAt"));
        assertThat(done.at("/eventId")).isEqualTo(meet.at("/eventId"));
        assertThat(done.header("ETag")).isEqualTo("\"4\"");
        var row = client.get("/v1/journals/" + journal + "/grid?minPosition=" + done.number("/position"))
                .json()
                .at("/rows/0");
        assertThat(row.at("/currentStage").asString()).isEqualTo("CONTACT");
        assertThat(row.at("/cells/MEET/completed").asBoolean()).isFalse();
        assertThat(row.at("/version").asLong()).isEqualTo(4);
        var again = client.post(path, "{}", "If-Match", "*");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.number("/version")).isEqualTo(4);
    }

    @Test
    void a_corrected_decision_is_shown_as_it_should_have_been() {
        client.put(entry + "/decision", "{\"status\":\"PLEDGED\",\"amount\":\"10\",\"currency\":\"EUR\"}");
        var taken = client.put(entry + "/decision", "{\"status\":\"PLEDGED\",\"amount\":\"5\",\"currency\":\"EUR\"}");
        assertThat(taken.at("/decision/change")).isEqualTo("downgrade");
        var done = client.post(
                entry + "/decision/" + taken.at("/eventId") + "/correct",
                "{\"status\":\"PLEDGED\",\"amount\":\"50\",\"currency\":\"EUR\",\"reason\":\"a zero was missing\"}",
                "If-Match",
                taken.header("ETag"));
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(done.at("/decision/amount")).isEqualTo("50.00");
        assertThat(done.at("/decision/change")).isEqualTo("upgrade");
        assertThat(done.number("/decision/version")).isEqualTo(taken.number("/version") + 1);
        assertThat(done.json().at("/cell")).isEqualTo(taken.json().at("/cell"));
        var row = client.get("/v1/journals/" + journal + "/grid?minPosition=" + done.number("/position"))
                .json()
                .at("/rows/0");
        assertThat(row.at("/decision/amount").asString()).isEqualTo("50.00");
        assertThat(row.at("/decision/version").asLong()).isEqualTo(done.number("/version"));
    }

    @Test
    void nobody_corrects_blindly_and_the_same_key_may_then_say_what_was_seen() {
        var meet = client.post(entry + "/stages", "{\"stage\":\"MEET\"}");
        var decision = client.put(entry + "/decision", "{\"status\":\"PLEDGED\"}");
        for (var path : new String[] {
            entry + "/stages/" + meet.at("/eventId") + "/withdraw",
            entry + "/decision/" + decision.at("/eventId") + "/correct"
        }) {
            var body = "{\"reason\":\"misheard\"" + (path.endsWith("/correct") ? ",\"status\":\"DECLINED\"}" : "}");
            var blind = client.post(path, body, "Idempotency-Key", "k" + path.length());
            assertThat(blind.status()).isEqualTo(428);
            assertThat(blind.at("/code")).isEqualTo("precondition-required");
            var seeing = client.post(path, body, "Idempotency-Key", "k" + path.length(), "If-Match", "*");
            assertThat(seeing.status()).as(seeing.text()).isEqualTo(200);
        }
    }

    @Test
    void only_what_is_there_is_corrected_and_half_a_decision_is_never_withdrawn() {
        var decision = client.put(entry + "/decision", "{\"status\":\"PLEDGED\"}");
        var half = client.post(entry + "/stages/" + decision.at("/eventId") + "/withdraw", "{}", "If-Match", "*");
        assertThat(half.status()).isEqualTo(409);
        assertThat(half.at("/code")).isEqualTo("stage-of-a-decision");
        var event = client.post(entry + "/stages/" + NOBODY + "/withdraw", "{}", "If-Match", "*");
        assertThat(event.status()).isEqualTo(404);
        assertThat(event.at("/code")).isEqualTo("unknown-event");
        var taken = client.post(
                entry + "/decision/" + NOBODY + "/correct",
                "{\"status\":\"PLEDGED\",\"reason\":\"misheard\"}",
                "If-Match",
                "*");
        assertThat(taken.status()).isEqualTo(404);
        assertThat(taken.at("/code")).isEqualTo("unknown-decision");
        assertThat(client.post(entry + "/decision/" + NOBODY + "/correct", "{\"status\":\"PLEDGED\"}", "If-Match", "*")
                        .at("/errors/0/pointer"))
                .isEqualTo("/reason");
    }

    @Test
    void days_after_which_entries_rot_are_said_of_stages_that_there_are() {
        var path = "/v1/journals/" + journal;
        assertThat(client.patch(path, "{\"rotDays\":{\"MEET\":14,\"ASK\":30}}").number("/version"))
                .isEqualTo(2);
        assertThat(client.patch(path, "{\"rotDays\":{\"MEET\":null}}").number("/version"))
                .isEqualTo(3);
        assertThat(client.patch(path, "{\"rotDays\":{\"MEET\":null,\"ASK\":30}}")
                        .number("/version"))
                .isEqualTo(3);
        var unknown = client.patch(path, "{\"rotDays\":{\"a/b\":14}}");
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.at("/code")).isEqualTo("unknown-stage");
        assertThat(unknown.at("/errors/0/pointer")).isEqualTo("/rotDays/a~1b");
        for (var days : new String[] {"0", "3651", "-1", "1.5", "\"14\"", "[]"})
            assertThat(client.patch(path, "{\"rotDays\":{\"MEET\":" + days + "}}")
                            .status())
                    .as(days)
                    .isIn(400, 422);
    }
}
