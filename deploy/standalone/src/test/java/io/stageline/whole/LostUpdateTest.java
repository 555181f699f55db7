package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** S4-P2: people who work on one entry at the same time never overwrite what they have not seen. */
class LostUpdateTest {
    private static final String PLEDGE = """
            {"status":"PLEDGED","amount":"50.00","currency":"EUR","cadence":"MONTHLY","reason":"a secret"}""";
    private static final String DECLINE = "{\"status\":\"DECLINED\",\"reason\":\"a secret\"}";
    private static final int ROUNDS = 20;

    private final Client client = TheServer.newTenant();
    private final String journal = client.journal("Two people");
    private final String entry = client.entry(journal, client.contact("Ada Lovelace"));

    @Test
    void two_cards_dragged_by_two_people_end_with_one_refused() {
        for (var round = 0; round < ROUNDS; round++) {
            var seen = "\"" + version() + "\"";
            var answers = together(
                    () -> client.post(entry + "/stages", "{\"stage\":\"MEET\"}", "If-Match", seen),
                    () -> client.post(entry + "/stages", "{\"stage\":\"ASK\"}", "If-Match", seen));
            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(201, 412);
            var refused = answers.stream()
                    .filter(answer -> answer.status() == 412)
                    .findFirst()
                    .orElseThrow();
            var accepted = answers.stream()
                    .filter(answer -> answer.status() == 201)
                    .findFirst()
                    .orElseThrow();
            assertThat(refused.at("/fields/currentStage/theirs")).isEqualTo(accepted.at("/currentStage"));
        }
    }

    @Test
    void two_decisions_from_one_version_end_with_one_refused() {
        for (var round = 0; round < ROUNDS; round++) {
            var seen = "\"" + version() + "\"";
            var answers = together(
                    () -> client.put(entry + "/decision", PLEDGE, "If-Match", seen),
                    () -> client.put(entry + "/decision", DECLINE, "If-Match", seen));
            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 412);
        }
    }

    @Test
    void a_change_of_another_field_is_carried_out_on_the_newer_state() {
        client.post(entry + "/stages", "{\"stage\":\"CONTACT\"}"); // or the late one would be the first, and a move
        for (var round = 0; round < ROUNDS; round++) {
            var seen = version();
            var tag = "\"" + seen + "\"";
            var answers = together(
                    () -> client.post(entry + "/stages", "{\"stage\":\"MEET\"}", "If-Match", tag),
                    () -> client.put(entry + "/decision", PLEDGE, "If-Match", tag),
                    () -> client.post(
                            entry + "/stages",
                            "{\"stage\":\"CONTACT\",\"occurredAt\":\"2020-01-01T00:00:00Z\"}",
                            "If-Match",
                            tag));
            assertThat(answers)
                    .as(answers.toString())
                    .extracting(Answer::status)
                    .containsExactly(201, 200, 201);
            var rebased = answers.stream()
                    .filter(answer -> answer.json().has("rebasedFrom"))
                    .toList();
            assertThat(rebased).hasSize(2).allSatisfy(answer -> assertThat(answer.number("/rebasedFrom"))
                    .isEqualTo(seen));
            assertThat(version()).isEqualTo(seen + 4);
        }
    }

    @Test
    void a_conflict_tells_base_theirs_and_yours() {
        client.put(entry + "/decision", PLEDGE);
        var seen = version();
        client.put(entry + "/decision", PLEDGE.replace("50.00", "75.00"));
        var refused = client.put(entry + "/decision", DECLINE, "If-Match", "\"" + seen + "\"", "Idempotency-Key", "k");
        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.number("/expected")).isEqualTo(seen);
        assertThat(refused.number("/current")).isEqualTo(seen + 2);
        assertThat(refused.json().at("/fields").propertyNames()).containsExactly("cells.DECISION", "decision");
        assertThat(refused.json().at("/fields/decision").toString())
                .isEqualTo("{\"base\":" + terms("50.00", seen) + ",\"theirs\":" + terms("75.00", seen + 2)
                        + ",\"yours\":{\"status\":\"DECLINED\",\"amount\":null,\"currency\":null,"
                        + "\"cadence\":\"ONE_TIME\",\"effectiveFrom\":null}}");
        assertThat(refused.text()).doesNotContain("secret");
        var again = client.put(entry + "/decision", DECLINE, "If-Match", "\"" + seen + "\"", "Idempotency-Key", "k");
        assertThat(again.text()).isEqualTo(refused.text());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void journals_and_contacts_are_changed_only_as_they_were_seen() {
        for (var path : List.of("/v1/journals/" + journal, "/v1/contacts/" + client.contact("Grace"))) {
            for (var held : List.of("\"1\"", "*", "\"9\", \"3\"", "\"4.17.0\""))
                assertThat(client.patch(path, "{\"name\":\"Now " + held.hashCode() + "\"}", "If-Match", held)
                                .status())
                        .as(path + " " + held)
                        .isEqualTo(200);
            var late = client.patch(path, "{\"name\":\"Late\"}", "If-Match", "\"1\", \"2\"");
            assertThat(late.status()).isEqualTo(412);
            assertThat(late.number("/expected")).isEqualTo(2);
            assertThat(late.number("/current")).isEqualTo(5);
            assertThat(late.json().has("fields")).isFalse();
            var weak = client.patch(path, "{\"name\":\"Weak\"}", "If-Match", "W/\"5\"");
            assertThat(weak.status()).isEqualTo(412);
            assertThat(weak.json().has("expected")).isFalse();
        }
    }

    private static String terms(String amount, long version) {
        return "{\"status\":\"PLEDGED\",\"amount\":\"" + amount + "\",\"currency\":\"EUR\",\"cadence\":\"MONTHLY\","
                + "\"effectiveFrom\":\"" + LocalDate.now(ZoneOffset.UTC) + "\",\"version\":"
                + version + "}";
    }

    private long version() {
        return client.put(entry, "{}").number("/version");
    }

    @SafeVarargs
    private static List<Answer> together(Supplier<Answer>... requests) {
        return Stream.of(requests)
                .map(request -> CompletableFuture.supplyAsync(request, work -> new Thread(work).start()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }
}
