package io.stageline.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.Readable;
import io.stageline.http.Caller;
import io.stageline.http.Scope;
import io.stageline.refusal.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.ResponseEntity;

class PastReadsTest {
    private static final int ENTRIES = 30;
    private static final String ROWS = """
            SELECT string_agg(concat_ws('|', contact_id, name, sort_name, present, current_stage, current_since,
                              last_activity_at, path, moves, skips, backwards, decision_status, decision_amount,
                              decision_change, pledged, pledged_currency, decision, version), ';' ORDER BY contact_id)
              FROM %s AS entry
             WHERE tenant_id = :tenant AND journal_id = :journal AND present AND :upTo > 0""";

    private static ReadServer server;
    private static Caller caller;
    private static Rows rows;
    private static UUID journal;
    private static long before;
    private static long last;

    @BeforeAll
    static void start() {
        server = new ReadServer();
        var tenant = server.tenant();
        caller = new Caller(tenant.id, 0, UUID.randomUUID(), Set.of(Scope.read));
        rows = new Rows(server, tenant.id).contacts(ENTRIES);
        journal = rows.journal("donors");
        before = rows.position();
        rows.entries(journal, ENTRIES);
        rows.shown();
        last = rows.position();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void at_the_last_position_the_past_is_the_present() {
        var now = server.admin.queryForObject(
                ROWS.formatted("live.grid_row")
                        .replace("AND :upTo > 0", "")
                        .replace(":tenant", "'" + caller.tenant() + "'")
                        .replace(":journal", "'" + journal + "'"),
                String.class);
        assertThat(now).hasSizeGreaterThan(ENTRIES * 36);
        assertThat(rowsThen(new When(last, null))).isEqualTo(now);
    }

    @Test
    void at_a_position_only_the_events_up_to_it_count() {
        assertThat(rowsThen(new When(before, null))).isEmpty();
        assertThat(rowsThen(new When(before + 2, null)).split(";")).hasSize(2).allMatch(row -> row.endsWith("|1"));
        assertThat(rowsThen(new When(before + ENTRIES, null))).doesNotContain("CONTACT");
        var reached = rowsThen(new When(before + 2 * ENTRIES, null));
        assertThat(reached).contains("CONTACT").doesNotContain("MEET", "PLEDGED");
    }

    @Test
    void a_time_stands_for_the_last_position_recorded_until_then() {
        var at = Instant.parse("2026-02-01T00:00:00Z").plusSeconds(before + ENTRIES);
        var answer = then(new When(null, at.plusMillis(500)));
        assertThat(answer.getBody()).isEqualTo(rowsThen(new When(before + ENTRIES, null)));
        assertThat(answer.getHeaders().get("Stageline-Position")).isEqualTo(List.of(String.valueOf(before + ENTRIES)));
        assertThat(answer.getHeaders().get("Stageline-As-Of"))
                .isEqualTo(List.of(at.plusMillis(500).toString()));
        assertThat(rowsThen(new When(null, at.minusMillis(1)))).isEmpty();
        assertThat(then(new When(null, Instant.parse("1999-01-01T00:00:00Z")))
                        .getHeaders()
                        .get("Stageline-Position"))
                .isEqualTo(List.of("0"));
    }

    @Test
    void a_row_of_an_entry_with_ten_thousand_events_costs_what_one_with_ten_costs() {
        var few = rows.journal("few");
        var many = rows.journal("many");
        rows.entries(few, 1).history(few, Rows.contact(1), 5);
        rows.entries(many, 1).history(many, Rows.contact(1), 5_000);
        server.admin.execute("VACUUM ANALYZE");
        for (var at : new long[] {rows.position(), rows.position() - 4_000})
            assertThat(pagesRead(many, at)).isBetween(1L, pagesRead(few, rows.position()) + 4);
    }

    @Test
    void a_position_tells_the_time_of_the_commit_that_holds_it() {
        var commit = Instant.parse("2026-02-01T00:00:00Z").plusSeconds(before + ENTRIES);
        assertThat(then(new When(before + 2, null)).getHeaders().get("Stageline-As-Of"))
                .isEqualTo(List.of(commit.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-03-01", "2026-03-01T12:00:00", "1800-01-01T00:00:00Z", ""})
    void what_is_no_time_is_refused(String text) {
        assertThat(refusal(() -> When.of(text, null))).isEqualTo("invalid-parameter");
    }

    @Test
    void a_moment_is_a_time_or_a_position_and_neither_negative_nor_in_the_future() {
        var time = "2026-02-01T00:00:00Z";
        assertThat(refusal(() -> When.of(time, 1L))).isEqualTo("invalid-parameter");
        assertThat(refusal(() -> When.of(null, -1L))).isEqualTo("invalid-parameter");
        var future = When.of("2026-03-01T12:00:00.000001Z", null);
        assertThat(refusal(() -> then(future))).isEqualTo("invalid-parameter");
        assertThat(When.of(null, null).isNow()).isTrue();
        assertThat(When.read("from", "12")).isEqualTo(new When(12L, null));
        assertThat(When.read("from", time)).isEqualTo(new When(null, Instant.parse(time)));
    }

    /** How many pages of tables and indexes the database looks at for the journal's grid at a position. */
    private static long pagesRead(UUID of, long at) {
        var sql = ROWS.formatted(Source.PAST.entries())
                .replaceAll("FROM (grid_row|entry_event|contact_past)", "FROM live.$1")
                .replace(":tenant", "'" + caller.tenant() + "'")
                .replace(":journal", "'" + of + "'")
                .replace(":upTo", String.valueOf(at));
        var plan = String.join(
                "\n", server.admin.queryForList("EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) " + sql, String.class));
        var pages = Pattern.compile("Buffers: shared hit=(\\d+)").matcher(plan);
        assertThat(pages.find()).as(plan).isTrue();
        return Long.parseLong(pages.group(1));
    }

    private static String rowsThen(When when) {
        return Objects.requireNonNull(then(when).getBody());
    }

    private static ResponseEntity<String> then(When when) {
        var sql = Sql.of(ROWS.formatted(Source.PAST.entries())).bind("journal", journal);
        return Objects.requireNonNull(server.bean(TenantReads.class)
                .read(caller, null, when, reading -> reading.one(sql, PastReadsTest::text))
                .block());
    }

    private static String text(Readable row) {
        @Nullable String found = row.get(0, String.class);
        return found == null ? "" : found;
    }

    private static String refusal(Runnable asked) {
        try {
            asked.run();
            return "";
        } catch (Refused refused) {
            return refused.refusal().code().wire();
        }
    }
}
