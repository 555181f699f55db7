package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JournalStoryTest {
    private final Client client = TheServer.newTenant();
    private final String journal = client.journal("Spring appeal");
    private final String contact = client.contact("Ada Lovelace");
    private final String entry = client.entry(journal, contact);

    @Test
    void what_was_answered_is_seen_by_a_read_that_asks_for_its_position() {
        for (var i = 0; i < 50; i++) {
            var stage = client.post(entry + "/stages", "{\"stage\":\"MEET\"}");
            var position = stage.header("Stageline-Position");
            var grid = client.get("/v1/journals/" + journal + "/grid?minPosition=" + position);
            assertThat(grid.json().at("/rows/0/cells/MEET/version").asLong()).isEqualTo(stage.number("/version"));
            assertThat(client.get(entry + "/timeline?minPosition=" + position).at("/items/0/eventId"))
                    .isEqualTo(stage.at("/eventId"));
        }
    }

    @Test
    void the_answer_to_a_stage_is_the_cell_that_the_grid_then_shows() {
        var stage = client.post(entry + "/stages", "{\"stage\":\"DECISION\",\"note\":\"she called\"}");
        assertThat(stage.status()).isEqualTo(201);
        assertThat(stage.at("/warnings/0/code")).isEqualTo("STAGES_SKIPPED");
        assertThat(stage.number("/warnings/0/count")).isEqualTo(3);
        assertThat(stage.at("/warnings/0/severity")).isEqualTo("high");
        var row = client.get("/v1/journals/" + journal + "/grid?minPosition=" + stage.number("/position"))
                .json()
                .at("/rows/0");
        assertThat(row.at("/cells/DECISION").toString())
                .isEqualTo(stage.json().at("/cell").toString());
        assertThat(row.at("/currentStage").asString()).isEqualTo(stage.at("/currentStage"));
        assertThat(row.at("/lastActivityAt").asString()).isEqualTo(stage.at("/lastActivityAt"));
        assertThat(row.at("/version").asLong()).isEqualTo(stage.number("/version"));
        assertThat(row.at("/cells/CONTACT").toString()).contains("\"completed\":false");
    }

    @Test
    void the_answer_to_a_decision_is_the_decision_and_the_cell_that_the_grid_then_shows() {
        client.put(entry + "/decision", "{\"status\":\"DECLINED\"}");
        var decision = client.put(entry + "/decision", """
                {"status":"PLEDGED","amount":"600","currency":"EUR","cadence":"YEARLY","effectiveFrom":"2026-02-01"}""");
        assertThat(decision.at("/decision/change")).isEqualTo("new");
        assertThat(decision.at("/decision/monthlyAmount")).isEqualTo("50.00");
        assertThat(decision.at("/decision/previous/status")).isEqualTo("DECLINED");
        var row = client.get("/v1/journals/" + journal + "/grid?minPosition=" + decision.number("/position"))
                .json()
                .at("/rows/0");
        assertThat(row.at("/decision").toString())
                .isEqualTo(decision.json().at("/decision").toString());
        assertThat(row.at("/cells/DECISION").toString())
                .isEqualTo(decision.json().at("/cell").toString());
    }

    @Test
    void a_decision_writes_the_row_its_history_and_its_stage_event() {
        var decision = client.put(entry + "/decision", """
                {"status":"PLEDGED","amount":"50.00","currency":"EUR","cadence":"MONTHLY","reason":"she likes us"}""");
        assertThat(decision.status()).isEqualTo(200);
        var at = "?minPosition=" + decision.number("/position");
        var row = client.get("/v1/journals/" + journal + "/grid" + at).json().at("/rows/0");
        assertThat(row.at("/decision/status").asString()).isEqualTo("PLEDGED");
        assertThat(row.at("/decision/amount").asString()).isEqualTo("50.00");
        var history = client.get(entry + "/decision/history" + at);
        assertThat(history.number("/total")).isEqualTo(1);
        assertThat(history.at("/items/0/reason")).isEqualTo("she likes us");
        assertThat(history.at("/items/0/stageEventId")).isEqualTo(decision.at("/eventId"));
        var timeline = client.get(entry + "/timeline?stage=DECISION&minPosition=" + decision.number("/position"));
        assertThat(timeline.at("/items/0/eventId")).isEqualTo(decision.at("/eventId"));
    }

    @Test
    void a_refused_decision_leaves_nothing_behind() {
        var before = client.get(entry + "/timeline").number("/total");
        var refused = client.put(entry + "/decision", "{\"status\":\"MAYBE\"}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.at("/code")).isEqualTo("unknown-status");
        assertThat(client.get(entry + "/decision/history").number("/total")).isZero();
        assertThat(client.get(entry + "/timeline").number("/total")).isEqualTo(before);
    }

    @Test
    void a_triple_click_is_one_event() {
        var body = "{\"stage\":\"ASK\"}";
        var first = client.post(entry + "/stages", body, "Idempotency-Key", "\"click\"");
        for (var i = 0; i < 2; i++) {
            var again = client.post(entry + "/stages", body, "Idempotency-Key", "click");
            assertThat(again.text()).isEqualTo(first.text());
            assertThat(again.status()).isEqualTo(201);
            assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        }
        var other = client.post(entry + "/stages", "{\"stage\":\"MEET\"}", "Idempotency-Key", "click");
        assertThat(other.at("/code")).isEqualTo("idempotency-key-reused");
        var timeline = client.get(entry + "/timeline?stage=ASK&minPosition=" + first.number("/position"));
        assertThat(timeline.number("/total")).isEqualTo(1);
    }

    @Test
    void a_refusal_is_remembered_like_any_answer() {
        var body = "{\"stage\":\"LUNCH\"}";
        var first = client.post(entry + "/stages", body, "Idempotency-Key", "lunch");
        client.patch(
                "/v1/journals/" + journal,
                "{\"stages\":[\"CONTACT\",\"MEET\",\"ASK\",\"DECISION\",\"THANK\",\"NEXT_STEPS\",\"LUNCH\"]}");
        var again = client.post(entry + "/stages", body, "Idempotency-Key", "lunch");
        assertThat(first.status()).isEqualTo(422);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(client.post(entry + "/stages", body).status()).isEqualTo(201);
    }

    @Test
    void a_body_that_says_nothing_is_refused_and_not_a_failure() {
        for (var path : new String[] {"/v1/journals", "/v1/contacts", entry + "/stages"})
            assertThat(client.post(path, "null").status()).isEqualTo(422);
        assertThat(client.post("/v1/api-keys", "{\"name\":\"x\",\"scopes\":[null]}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void a_version_that_is_no_longer_current_is_refused_with_both_numbers() {
        var stage = client.post(entry + "/stages", "{\"stage\":\"CONTACT\"}");
        assertThat(client.post(entry + "/stages", "{\"stage\":\"MEET\"}", "If-Match", stage.header("ETag"))
                        .status())
                .isEqualTo(201);
        var late = client.post(entry + "/stages", "{\"stage\":\"ASK\"}", "If-Match", stage.header("ETag"));
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.number("/expected")).isEqualTo(stage.number("/version"));
        assertThat(late.number("/current")).isEqualTo(stage.number("/version") + 1);
    }

    @Test
    void an_erased_contact_leaves_nothing_personal_and_takes_nothing_more() {
        client.post(entry + "/stages", "{\"stage\":\"MEET\",\"note\":\"lunch with Ada\"}");
        client.put(entry + "/decision", "{\"status\":\"DECLINED\",\"reason\":\"Ada moved away\"}");
        var erased = client.delete("/v1/contacts/" + contact);
        var at = "?minPosition=" + erased.number("/position");
        for (var path : new String[] {
            "/v1/contacts/" + contact,
            "/v1/journals/" + journal + "/grid",
            entry + "/timeline",
            entry + "/decision/history"
        }) {
            var answer = client.get(path + at);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).doesNotContain("Ada");
        }
        assertThat(client.post(entry + "/stages", "{\"stage\":\"ASK\"}").status())
                .isEqualTo(410);
        assertThat(client.delete("/v1/contacts/" + contact).status()).isEqualTo(410);
    }

    @Test
    void an_external_id_names_one_contact_however_often_it_is_added() {
        var body = "{\"name\":\"Grace Hopper\",\"externalId\":\"crm-1\"}";
        var first = client.post("/v1/contacts", body);
        var again = client.post("/v1/contacts", body);
        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.at("/contactId")).isEqualTo(first.at("/contactId"));
        assertThat(again.at("/warnings/0/code")).isEqualTo("CONTACT_EXISTS");
        assertThat(TheServer.newTenant().post("/v1/contacts", body).at("/contactId"))
                .isNotEqualTo(first.at("/contactId"));
    }

    @Test
    void a_stage_added_to_the_journal_can_be_recorded_at_once_and_none_is_taken_away() {
        var fewer = client.patch("/v1/journals/" + journal, "{\"stages\":[\"CONTACT\"]}");
        assertThat(fewer.at("/code")).isEqualTo("stages-are-never-removed");
        client.post("/v1/journals/" + journal + "/archive", "");
        var archived = client.post(entry + "/stages", "{\"stage\":\"MEET\"}");
        assertThat(archived.status()).isEqualTo(409);
        assertThat(archived.at("/code")).isEqualTo("journal-archived");
    }
}
