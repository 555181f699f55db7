package io.stageline.journal.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.stageline.query.CountedConnections;
import io.stageline.query.HistoryRows;
import io.stageline.query.ManyRows;
import io.stageline.query.ReadServer;
import io.stageline.query.Rows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

class ExportTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int ENTRIES = 1_200;
    private static final int MANY = 40_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ACTIVE = """
            SELECT count(*)
              FROM pg_stat_activity
             WHERE usename = 'stageline_query' AND datname = current_database() AND state <> 'idle'""";
    private static final String KILL = """
            SELECT count(pg_terminate_backend(pid))
              FROM pg_stat_activity
             WHERE usename = 'stageline_query' AND datname = current_database()""";

    private static ReadServer server;
    private static ReadServer.Tenant tenant;
    private static UUID journal;
    private static UUID many;
    private static long position;

    @BeforeAll
    static void start() {
        server = new ReadServer();
        tenant = server.tenant();
        var rows = new Rows(server, tenant.id).contacts(ENTRIES);
        journal = rows.journal("donors");
        rows.entries(journal, ENTRIES);
        many = rows.journal("many");
        position = ManyRows.write(server, tenant.id, many, MANY, rows.position());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "stage=MEET",
                "decision=NONE&reached=CONTACT",
                "q=person%2011",
                "staleness=aging",
                "rotten=true",
                "show=ASK,MEET"
            })
    void an_export_has_the_rows_of_the_grid(String filters) {
        var grid = new ArrayList<String>();
        var cursor = "";
        do {
            var page = tenant.read(path(journal, "grid?limit=500&" + filters + "&cursor=" + cursor));
            page.get("rows").forEach(row -> grid.add(row.toString()));
            cursor = page.get("next").isNull() ? null : page.get("next").asString();
        } while (cursor != null);
        grid.sort(String::compareTo); // each begins with its contact's id

        var lines = lines(path(journal, "export.ndjson?" + filters));

        assertThat(lines.remove(lines.size() - 1))
                .isEqualTo("{\"end\":{\"rows\":%d,\"position\":%d}}".formatted(grid.size(), position));
        assertThat(lines).isEqualTo(grid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"export.ndjson", "export.csv"})
    void an_export_resumed_anywhere_is_the_whole_export(String format) {
        var whole = tenant.get(path(journal, format));
        assertThat(whole.headers().firstValue("Stageline-Position")).hasValue(String.valueOf(position));
        var asOf = whole.headers().firstValue("Stageline-As-Of").orElseThrow();
        var lines = whole.body().split("(?<=\n)");
        for (var read : List.of(1, 499, 500, 501, 1_000, ENTRIES - 1, ENTRIES)) {
            var head = format.endsWith("csv") ? 1 : 0;
            var at = "?atPosition=" + position + "&asOf=" + asOf + "&cursor=" + Rows.contact(read);
            var rest = tenant.get(path(journal, format + at)).body().split("(?<=\n)");
            assertThat(withoutEnd(rest)).isEqualTo(withoutEnd(lines).subList(read + head, ENTRIES + head));
        }
    }

    @Test
    void an_export_is_of_one_position_while_others_write() throws IOException {
        var lines = new ArrayList<String>();
        try (var reader = reader(tenant.open(path(many, "export.ndjson")).body())) {
            lines.add(reader.readLine());
            server.admin.update("UPDATE live.grid_row SET version = 99, present = false WHERE journal_id = ?", many);
            ManyRows.standAt(server, position + 1);
            reader.lines().forEach(lines::add);
        } finally {
            server.admin.update("UPDATE live.grid_row SET version = 8, present = true WHERE journal_id = ?", many);
            ManyRows.standAt(server, position);
        }
        assertThat(lines.get(MANY)).isEqualTo("{\"end\":{\"rows\":%d,\"position\":%d}}".formatted(MANY, position));
        assertThat(lines).filteredOn(line -> line.contains("\"version\":99")).isEmpty();
    }

    @Test
    void a_cell_that_looks_like_a_formula_is_text() {
        var small = new Rows(server, tenant.id).journal("names");
        var names = List.of("=1+1", "+49 30", "-2", "@sum", "\tx", "\uff1d1", "O\"Neil, Ada", "a=b", "two\nlines");
        for (var n = 0; n < names.size(); n++) {
            var contact = Rows.contact(5_000 + n);
            new HistoryRows(server, tenant.id, small, contact, 0).stage("MEET", ReadServer.NOW);
            server.admin.update(
                    "UPDATE live.grid_row SET name = ? WHERE journal_id = ? AND contact_id = ?",
                    names.get(n),
                    small,
                    contact);
        }
        var records = tenant.get(path(small, "export.csv?show=MEET")).body().split("\r\n");
        assertThat(records[0])
                .isEqualTo("contactId,name,currentStage,lastActivityAt,daysSinceActivity,staleness,rotten,MEET,"
                        + "MEET count,MEET days,status,amount,currency,cadence,monthlyAmount,effectiveFrom,change,"
                        + "version");
        assertThat(Arrays.stream(records)
                        .skip(1)
                        .limit(names.size())
                        .map(record -> record.substring(37, record.indexOf(",MEET,2026"))))
                .containsExactly(
                        "'=1+1",
                        "'+49 30",
                        "'-2",
                        "'@sum",
                        "'\tx",
                        "'\uff1d1",
                        "\"O\"\"Neil, Ada\"",
                        "a=b",
                        "\"two\nlines\"");
        assertThat(records[1]).endsWith(",MEET,2026-03-01T12:00:00Z,0,fresh,false,2026-03-01T12:00:00Z,1,0,,,,,,,,2");
        assertThat(records[names.size() + 1]).isEqualTo("#end,%d,%d".formatted(names.size(), position));
    }

    @Test
    void a_database_killed_in_the_middle_ends_in_an_error_record_behind_which_one_goes_on() throws IOException {
        String database = server.admin.queryForObject("SELECT current_database()", String.class);
        var lines = new ArrayList<String>();
        try (var reader = reader(tenant.open(path(many, "export.ndjson")).body())) {
            lines.add(reader.readLine());
            server.admin.execute("ALTER DATABASE " + database + " CONNECTION LIMIT 0");
            server.admin.queryForObject(KILL, Long.class);
            reader.lines().forEach(lines::add);
        } finally {
            server.admin.execute("ALTER DATABASE " + database + " CONNECTION LIMIT -1");
        }
        var error = JSON.readTree(lines.remove(lines.size() - 1)).get("error");
        assertThat(error.get("code").asString()).isEqualTo("log-unavailable");
        assertThat(error.get("rows").asInt()).isEqualTo(lines.size()).isLessThan(MANY);
        var rest = "export.ndjson?atPosition=%s&asOf=%s&cursor=%s"
                .formatted(
                        error.get("position").asString(),
                        error.get("asOf").asString(),
                        error.get("cursor").asString());
        lines.addAll(lines(path(many, rest)));
        assertThat(lines).hasSize(MANY + 1);
        assertThat(lines.stream().map(line -> line.split(",")[0]).distinct()).hasSize(MANY + 1);
    }

    @Test
    void whoever_leaves_stops_the_query_in_the_database() throws IOException {
        var counted = server.bean(CountedConnections.class);
        try (var body = tenant.open(path(many, "export.csv")).body()) {
            assertThat(body.read()).isPositive();
        }
        await(() -> counted.lent() == 0 && number(ACTIVE) == 0);
        counted.take();
        assertThat(number("SELECT count(*) FROM pg_sleep(0.2)")).isOne();
        assertThat(counted.take()).isEmpty();
    }

    @Test
    void who_takes_a_journal_away_leaves_a_line_in_the_log() {
        var log = (Logger) LoggerFactory.getLogger(Exports.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        log.setLevel(Level.INFO);
        log.addAppender(lines);
        var correlation = UUID.randomUUID().toString();
        tenant.get(path(journal, "export.csv"), "X-Correlation-Id", correlation);
        log.detachAppender(lines);
        assertThat(lines.list).hasSize(1);
        assertThat(lines.list.get(0).getFormattedMessage())
                .contains(
                        journal.toString(), tenant.id.toString(), tenant.keyId().toString());
        assertThat(lines.list.get(0).getMDCPropertyMap()).containsEntry("correlation", correlation);
    }

    @Test
    void only_four_exports_are_sent_at_once() throws IOException {
        var bodies = new ArrayList<InputStream>();
        while (bodies.size() < 4)
            bodies.add(tenant.open(path(many, "export.csv")).body());
        var refused = tenant.get(path(many, "export.csv"));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("overloaded");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        for (var body : bodies) body.close();
        await(() -> tenant.get(path(journal, "export.csv")).statusCode() == 200);
    }

    @Test
    void what_cannot_be_exported_is_refused_before_anything_is_sent() {
        assertThat(tenant.refused(path(UUID.randomUUID(), "export.csv"), 404)).isEqualTo("unknown-journal");
        assertThat(tenant.refused(path(journal, "export.ndjson?cursor=1-1-1-1-1"), 400))
                .isEqualTo("invalid-cursor");
        assertThat(tenant.refused(path(journal, "export.ndjson?show=NOWHERE"), 400))
                .isEqualTo("invalid-parameter");
        assertThat(tenant.refused(path(journal, "export.ndjson?stage=NOWHERE"), 400))
                .isEqualTo("invalid-parameter");
        assertThat(tenant.get(path(journal, "export.csv"), "Accept", "application/json")
                        .statusCode())
                .isEqualTo(406);
    }

    private static long number(String sql) {
        Long number = server.admin.queryForObject(sql, Long.class);
        return number == null ? 0 : number;
    }

    private static List<String> withoutEnd(String[] lines) {
        return List.of(lines).subList(0, lines.length - 1);
    }

    private static List<String> lines(String path) {
        return new ArrayList<>(tenant.get(path).body().lines().toList());
    }

    private static BufferedReader reader(InputStream body) {
        return new BufferedReader(new InputStreamReader(body, UTF_8));
    }

    private static String path(UUID journal, String rest) {
        return "/v1/journals/" + journal + "/" + rest;
    }

    private static void await(BooleanSupplier condition) {
        var deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean())
            if (Instant.now().isAfter(deadline)) throw new AssertionError("it did not come to this in time");
            else Thread.onSpinWait();
    }
}
