package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Real facts go in shuffled and in parallel, and each is judged by itself; real deadlines raise the alerts that they must. */
@Tag("real-data")
class SignalDataTest {
    private static final Path DATA = Path.of(System.getProperty("stageline.root", ""))
            .toAbsolutePath()
            .resolve(System.getProperty("stageline.data", ""));
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int SENDERS = 4;
    private static final String DEADLINE = """
            {"name": "permit overdue", "severity": "WARNING",
             "condition": {"kind": "deadline", "of": {"type": "case.opened"}, "closedBy": {"type": "case.ended"},
                           "dueField": "/deadline"}}""";
    private static final String ALERTS = """
            SELECT r.stream_id AS id, r.payload ->> 'at' AS at, e.payload ->> 'at' AS over, e.payload ->> 'why' AS why
              FROM stageline.event r
              LEFT JOIN stageline.event e
                ON e.log_id = r.log_id AND e.tenant_id = r.tenant_id AND e.stream_id = r.stream_id
               AND e.type = 'alert.resolved/1'
             WHERE r.type = 'alert.raised/1' AND r.payload #>> '{premise,ruleId}' = ?""";

    private final Client client = TheServer.newTenant();
    private final JdbcTemplate database = TheServer.administrator().database();
    private final Random random = Seed.random(SignalDataTest.class);

    private static String signal(String id, String type, String occurredAt, String more) {
        return "{\"source\":\"file\",\"id\":%s,\"type\":%s,\"occurredAt\":\"%s\"%s}"
                .formatted(JSON.writeValueAsString(id), JSON.writeValueAsString(type), occurredAt, more);
    }

    /** What became of the items: so many of each status; they are sent side by side. */
    private Map<String, Integer> send(List<String> items) {
        var shuffled = new ArrayList<>(items);
        Collections.shuffle(shuffled, random);
        var share = (shuffled.size() + SENDERS - 1) / SENDERS;
        var sent = IntStream.range(0, SENDERS)
                .mapToObj(n -> shuffled.subList(
                        Math.min(n * share, shuffled.size()), Math.min((n + 1) * share, shuffled.size())))
                .map(part -> CompletableFuture.supplyAsync(() -> sendInTurn(part)))
                .toList();
        var all = new HashMap<String, Integer>();
        sent.forEach(part -> part.join().forEach((status, count) -> all.merge(status, count, Integer::sum)));
        return all;
    }

    private Map<String, Integer> sendInTurn(List<String> items) {
        var counts = new HashMap<String, Integer>();
        for (var from = 0; from < items.size(); from += 1_000) {
            var lines = String.join("\n", items.subList(from, Math.min(from + 1_000, items.size())));
            var answer = client.post("/v1/signals", lines, "Content-Type", "application/x-ndjson");
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            for (var result : answer.json().path("results"))
                counts.merge(result.path("status").asString(), 1, Integer::sum);
        }
        return counts;
    }

    @Test
    void planted_duplicates_and_missing_values_of_web_events_are_told() {
        var rows = rows(DATA.resolve("events/snowplow_web/source/snowplow_web_events.csv"));
        var ids = new HashSet<String>();
        var missing = 0;
        var items = new ArrayList<String>();
        for (var row : rows) {
            var id = row.get("event_id");
            if (id.isEmpty()) missing++;
            else ids.add(id);
            var at = row.get("collector_tstamp").replace(' ', 'T') + "Z";
            items.add(signal(id, "web." + row.get("event_name"), at, ""));
        }
        var told = send(items);
        assertThat(told.get("accepted")).isEqualTo(ids.size());
        assertThat(told.getOrDefault("refused", 0)).isEqualTo(missing);
        assertThat(told.getOrDefault("duplicate", 0)).isEqualTo(rows.size() - ids.size() - missing);
    }

    @Test
    void examples_of_a_specification_that_are_no_json_are_refused_one_by_one() throws IOException {
        var text = Files.readString(DATA.resolve("events/segment_spec/segment_spec_unparsed.txt"));
        var broken = Pattern.compile("^--- .*$", Pattern.MULTILINE)
                .splitAsStream(text)
                .filter(example -> !example.isBlank())
                .map(example -> example.strip().replace('\n', ' ').replace('\r', ' '))
                .toList();
        assertThat(broken).hasSize(7);
        var among = new ArrayList<String>();
        broken.forEach(example ->
                Collections.addAll(among, example, signal("beside " + among.size(), "ok", "2026-03-01T12:00:00Z", "")));
        var answer = client.post("/v1/signals", String.join("\n", among), "Content-Type", "application/x-ndjson");
        var results = answer.json().path("results");
        for (var n = 0; n < results.size(); n++) {
            assertThat(results.get(n).path("status").asString()).isEqualTo(n % 2 == 0 ? "refused" : "accepted");
            if (n % 2 == 0) assertThat(results.get(n).path("code").asString()).isEqualTo("malformed-json");
        }
        assertThat(client.get("/v1/signals/refused").number("/counts/malformed-json"))
                .isEqualTo(7);
    }

    @Test
    void the_deadlines_of_permits_raise_an_alert_for_each_that_ended_late_or_never() {
        var rule = client.post("/v1/alert-rules", DEADLINE);
        assertThat(rule.status()).as(rule.text()).isEqualTo(201);
        var items = new ArrayList<String>();
        var late = new HashMap<String, String>();
        var never = new ArrayList<String>();
        cases().forEach((name, row) -> {
            var due = time(row.get("case:deadline"));
            var subject = ",\"subject\":\"" + name + "\"";
            items.add(signal(
                    name + " opened",
                    "case.opened",
                    row.get("case:startdate").replace(' ', 'T'),
                    subject + ",\"data\":{\"deadline\":\"" + due + "\"}"));
            var end = row.get("case:enddate");
            if (end.isEmpty()) never.add(due.toInstant().toString());
            else items.add(signal(name + " ended", "case.ended", end.replace(' ', 'T'), subject));
            if (!end.isEmpty() && time(end).isAfter(due))
                late.put(name, due.toInstant() + " closed " + time(end).toInstant());
        });
        assertThat(send(items)).isEqualTo(Map.of("accepted", items.size()));
        assertThat(late).hasSize(377);
        assertThat(never).hasSize(105);

        var ruleId = rule.at("/ruleId");
        Await.until("all are raised", Duration.ofMinutes(4), () -> stand(ruleId).size() == 482);
        assertThat(stand(ruleId).stream().filter(alert -> alert.contains("closed")))
                .containsExactlyInAnyOrderElementsOf(late.values());
        assertThat(stand(ruleId).stream().filter(alert -> !alert.contains("closed")))
                .containsExactlyInAnyOrderElementsOf(never);
        assertThat(backtest(ruleId)).containsExactlyInAnyOrderElementsOf(raised(ruleId));
    }

    /** The alerts that a back-test of the rule comes to, each with its id and when it began and ended. */
    private List<String> backtest(String ruleId) {
        var answer = client.post("/v1/alert-rules/backtest", "{\"ruleId\":\"" + ruleId + "\"}");
        assertThat(answer.at("/complete")).as(answer.text()).isEqualTo("true");
        return StreamSupport.stream(answer.json().path("wouldFire").spliterator(), false)
                .map(one ->
                        one.path("alertId").asString() + " " + one.path("at").asString() + " "
                                + one.path("resolvedAt").asString("-") + " "
                                + one.path("why").asString("-"))
                .toList();
    }

    private List<String> raised(String ruleId) {
        return database.queryForList(ALERTS, ruleId).stream()
                .map(one -> one.get("id") + " " + one.get("at") + " " + Objects.requireNonNullElse(one.get("over"), "-")
                        + " " + Objects.requireNonNullElse(one.get("why"), "-"))
                .toList();
    }

    /** The alerts of a rule that no late fact took back. */
    private List<String> stand(String ruleId) {
        return database.queryForList(ALERTS, ruleId).stream()
                .filter(alert -> !"LATE_FACT".equals(alert.get("why")))
                .map(alert -> alert.get("at") + (alert.get("over") == null ? "" : " closed " + alert.get("over")))
                .toList();
    }

    private static OffsetDateTime time(String text) {
        return OffsetDateTime.parse(text.replace(' ', 'T'));
    }

    private static Map<String, CSVRecord> cases() {
        var cases = new HashMap<String, CSVRecord>();
        for (var row : rows(DATA.resolve("process/receipt.csv"))) cases.putIfAbsent(row.get("case:concept:name"), row);
        return cases;
    }

    private static List<CSVRecord> rows(Path file) {
        var format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (var text = Files.newBufferedReader(file);
                var rows = format.parse(text)) {
            return rows.getRecords();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
