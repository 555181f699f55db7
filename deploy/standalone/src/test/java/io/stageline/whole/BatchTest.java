package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BatchTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Map<String, String> VALUES = Map.of(
            "journalId", "\"01990000-0000-7000-8000-00000000dead\"",
            "contactId", "\"01990000-0000-7000-8000-00000000dead\"",
            "occurredAt", "\"2026-03-01T09:30:00Z\"",
            "amount", "\"5.00\"",
            "ifMatch", "1");

    private final Client client = TheServer.newTenant();
    private final String journal = client.journal("Loans", "OPEN", "CHECK", "CLOSED");

    @Test
    void lines_of_one_contact_are_carried_out_in_order_and_answered_in_order() {
        var results = results(client.batch(List.of(
                contact("1"), entry("1"), stage("1", "OPEN", "a"), stage("1", "CHECK", "b"), decision("1", "c"))));
        assertThat(results).extracting(line -> line.at("/line").asInt()).containsExactly(1, 2, 3, 4, 5);
        assertThat(results).extracting(line -> line.at("/status").asString()).containsOnly("accepted");
        assertThat(results).extracting(line -> line.at("/version").asInt()).containsExactly(1, 1, 2, 3, 5);
        var path = "/v1/journals/" + journal + "/entries/"
                + results.get(0).at("/contactId").asString();
        var timeline = client.get(
                path + "/timeline?minPosition=" + results.get(4).at("/position").asLong());
        assertThat(timeline.json().at("/items"))
                .extracting(item -> item.at("/stage").asString())
                .containsExactly("CLOSED", "CHECK", "OPEN");
    }

    @Test
    void a_batch_that_comes_again_changes_nothing() {
        var lines = List.of(contact("2"), entry("2"), stage("2", "OPEN", "a"), decision("2", "b"));
        client.batch(lines);
        var head = client.journal("mark").length();
        assertThat(head).isPositive();
        assertThat(results(client.batch(lines)))
                .extracting(line -> line.at("/status").asString())
                .containsOnly("unchanged");
    }

    @Test
    void a_line_whose_id_came_before_in_the_same_batch_is_unchanged() {
        var results = results(
                client.batch(List.of(contact("3"), entry("3"), stage("3", "OPEN", "a"), stage("3", "OPEN", "a"))));
        assertThat(results.get(3).at("/status").asString()).isEqualTo("unchanged");
    }

    @Test
    void bad_lines_are_refused_by_number_and_harm_no_neighbour() {
        var results = results(client.batch(List.of(
                contact("4"),
                "{\"command\":\"record-stage\"",
                entry("4"),
                stage("4", "LUNCH", "a"),
                "",
                "{\"command\":\"fly\"}",
                "null",
                stage("5", "OPEN", "a"),
                "{\"command\":\"add-contact\",\"externalId\":\"6\",\"name\":\"\"}",
                stage("4", "OPEN", "b"))));
        assertThat(results)
                .extracting(line -> line.at("/code").asString(""))
                .containsExactly(
                        "",
                        "malformed-json",
                        "",
                        "unknown-stage",
                        "malformed-json",
                        "invalid",
                        "invalid",
                        "unknown-contact",
                        "invalid",
                        "");
        assertThat(results.get(9).at("/version").asInt()).isEqualTo(2);
        assertThat(results.get(8).at("/pointer").asString()).isEqualTo("/name");
    }

    @ParameterizedTest
    @CsvSource({
        "add-contact, journalId",
        "add-contact, contactId",
        "add-contact, ifMatch",
        "add-contact, stage",
        "add-entry, name",
        "add-entry, id",
        "remove-entry, reason",
        "remove-entry, occurredAt",
        "record-stage, amount",
        "record-stage, status",
        "record-stage, reason",
        "record-stage, phone",
        "take-decision, note",
        "take-decision, email"
    })
    void a_member_that_its_command_does_not_take_is_refused_with_its_line_alone(String command, String member) {
        var line = lines("9").stream()
                .filter(one -> one.contains("\"" + command + "\""))
                .findFirst()
                .orElseThrow();
        var batch = new ArrayList<>(lines("9"));
        batch.add(line.replace("}", ",\"%s\":%s}".formatted(member, VALUES.getOrDefault(member, "\"x\""))));
        batch.add(stage("9", "CHECK", "z"));
        var results = results(client.batch(batch));
        var refused = results.get(batch.size() - 2);
        assertThat(refused.at("/code").asString()).isEqualTo("unknown-property");
        assertThat(refused.at("/pointer").asString()).isEqualTo("/" + member);
        assertThat(results).filteredOn(result -> result.has("code")).hasSize(1);
    }

    @Test
    void a_member_that_is_null_is_none() {
        var results = results(client.batch(List.of(contact("10").replace("}", ",\"stage\":null,\"amount\":null}"))));
        assertThat(results.get(0).at("/status").asString()).isEqualTo("accepted");
    }

    /** A valid line of every command. */
    private List<String> lines(String who) {
        return List.of(contact(who), entry(who), stage(who, "OPEN", "a"), decision(who, "b"), removal(who), entry(who));
    }

    @Test
    void many_contacts_go_in_parallel_and_each_is_there_once() {
        var lines = new ArrayList<String>();
        IntStream.range(100, 600)
                .forEach(i -> lines.addAll(List.of(
                        contact("" + i), entry("" + i), stage("" + i, "OPEN", "a"), stage("" + i, "CLOSED", "b"))));
        var results = results(client.batch(lines));
        assertThat(results).extracting(line -> line.at("/status").asString()).containsOnly("accepted");
        var last = results.stream()
                .mapToLong(line -> line.at("/position").asLong())
                .max()
                .orElseThrow();
        var report = client.get("/v1/journals/" + journal + "/report?minPosition=" + last);
        assertThat(report.number("/entries")).isEqualTo(500);
        assertThat(report.number("/skips")).isEqualTo(500);
    }

    @Test
    void the_largest_batch_is_carried_out_whole() {
        var lines = IntStream.range(0, 5_000).mapToObj(i -> contact("big" + i)).toList();
        assertThat(results(client.batch(lines)))
                .extracting(line -> line.at("/status").asString())
                .containsOnly("accepted");
    }

    @Test
    void lines_that_go_back_to_an_earlier_entry_see_what_the_batch_did_to_it() {
        var second = client.journal("Second", "OPEN");
        var elsewhere = entry("7").replace(journal, second);
        var results = results(client.batch(List.of(
                contact("7"), entry("7"), elsewhere, stage("7", "LUNCH", "x"), elsewhere, stage("7", "OPEN", "a"))));
        assertThat(results)
                .extracting(line -> line.at("/status").asString())
                .containsExactly("accepted", "accepted", "accepted", "refused", "unchanged", "accepted");
    }

    @Test
    void a_line_may_say_which_version_its_sender_has_seen() {
        client.batch(List.of(contact("8"), entry("8"), stage("8", "OPEN", "a")));
        var late = stage("8", "CLOSED", "b").replace("}", ",\"ifMatch\":1}");
        var other = decision("8", "c").replace("}", ",\"ifMatch\":1}").replace("CLOSED", "CHECK");
        var results = results(client.batch(List.of(late, other, removal("8").replace("}", ",\"ifMatch\":4}"))));
        assertThat(results.get(0).at("/code").asString()).isEqualTo("precondition-failed");
        assertThat(results.get(0).at("/expected").asInt()).isEqualTo(1);
        assertThat(results.get(0).at("/current").asInt()).isEqualTo(2);
        assertThat(results.get(0).at("/fields/currentStage/theirs").asString()).isEqualTo("OPEN");
        assertThat(results.get(1).at("/rebasedFrom").asInt()).isEqualTo(1);
        assertThat(results.get(2).at("/status").asString()).isEqualTo("accepted");
        assertThat(results.get(2).has("rebasedFrom")).isFalse();
    }

    @Test
    void a_dry_run_says_what_the_run_then_does_and_appends_nothing() {
        var log = new LogChecks(TheServer.administrator().database());
        var random = new Random(Seed.of(BatchTest.class));
        for (var round = 0; round < 30; round++) {
            var lines = Stream.generate(() -> anyLine(random))
                    .limit(1 + random.nextInt(25))
                    .toList();
            var events = log.events();
            var rehearsed = client.send(
                    "POST", "/v1/batch?dryRun=true", String.join("\n", lines), "Content-Type", "application/x-ndjson");
            assertThat(rehearsed.header("Stageline-Dry-Run")).isEqualTo("true");
            assertThat(log.events()).isEqualTo(events);
            assertThat(rehearsed.text()).doesNotContain("position");
            var done = client.batch(lines);
            assertThat(done.header("Stageline-Dry-Run")).isEmpty();
            assertThat(rehearsed.text())
                    .as(String.join("\n", lines))
                    .isEqualTo(done.text().replaceAll("\"position\":\\d+,", ""));
        }
    }

    /** Few contacts and ids, so that lines meet; some are refused, some unchanged. */
    private String anyLine(Random random) {
        var who = "dry " + random.nextInt(4);
        var stage = List.of("OPEN", "CHECK", "CLOSED", "LUNCH").get(random.nextInt(4));
        var id = "id " + random.nextInt(30);
        var line =
                switch (random.nextInt(7)) {
                    case 0 -> contact(who);
                    case 1, 2 -> entry(who);
                    case 3 -> decision(who, id);
                    case 4 -> random.nextBoolean() ? removal(who) : "{\"command\":\"fly\"}";
                    default -> stage(who, stage, id).replace("2011-10-01", "2011-10-0" + (1 + random.nextInt(9)));
                };
        return random.nextInt(3) > 0 || line.contains("add-contact")
                ? line
                : line.replace("}", ",\"ifMatch\":" + random.nextInt(9) + "}");
    }

    @Test
    void a_batch_that_is_too_long_is_refused_whole() {
        var tooMany = IntStream.range(0, 5_001).mapToObj(i -> contact("x" + i)).toList();
        assertThat(client.batch(tooMany).status()).isEqualTo(413);
        assertThat(client.batch(List.of("x".repeat(5_000_001))).status()).isEqualTo(413);
        assertThat(client.get("/v1/contacts").number("/total")).isZero();
    }

    private String contact(String id) {
        return "{\"command\":\"add-contact\",\"externalId\":\"%s\",\"name\":\"Case %s\"}".formatted(id, id);
    }

    private String entry(String id) {
        return "{\"command\":\"add-entry\",\"journalId\":\"%s\",\"externalId\":\"%s\"}".formatted(journal, id);
    }

    private String removal(String id) {
        return entry(id).replace("add-entry", "remove-entry");
    }

    private String stage(String contact, String stage, String id) {
        return """
                {"command":"record-stage","journalId":"%s","externalId":"%s","stage":"%s","id":"%s","occurredAt":"2011-10-01T00:38:44.546+02:00"}""".formatted(journal, contact, stage, id);
    }

    private String decision(String contact, String id) {
        return """
                {"command":"take-decision","journalId":"%s","externalId":"%s","stage":"CLOSED","status":"PLEDGED","amount":"10.00","currency":"EUR","id":"%s","occurredAt":"2011-10-02T00:38:44.546+02:00"}""".formatted(journal, contact, id);
    }

    private static List<JsonNode> results(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        return Arrays.stream(answer.text().split("\n")).map(JSON::readTree).toList();
    }
}
