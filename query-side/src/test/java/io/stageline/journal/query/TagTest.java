package io.stageline.journal.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.query.CountedConnections;
import io.stageline.query.ReadServer;
import io.stageline.query.Rows;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that somebody holds is not sent again while it is true, and always is once it is not. */
class TagTest {
    private static final int ENTRIES = 20;
    private static ReadServer server;
    private static ReadServer.Tenant tenant;
    private static Rows rows;
    private UUID journal;
    private String grid;

    @BeforeAll
    static void start() {
        server = new ReadServer();
        tenant = server.tenant();
        rows = new Rows(server, tenant.id).contacts(ENTRIES);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void fill() {
        journal = rows.journal("donors");
        rows.entries(journal, ENTRIES);
        grid = "/v1/journals/" + journal + "/grid";
    }

    @AfterEach
    void itIsNow() {
        server.itIs(ReadServer.NOW);
    }

    @Test
    void an_unchanged_grid_is_304_without_a_body_and_for_one_statement() {
        var tag = tag(grid + "?limit=7");
        server.bean(CountedConnections.class).take();
        var again = ask(grid + "?limit=7", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("ETag")).hasValue(tag);
        assertThat(again.headers().firstValue("Stageline-Position")).isPresent();
        assertThat(again.headers().firstValue("Cache-Control")).hasValue("private, no-cache");
        assertThat(server.bean(CountedConnections.class).takeThoseOfReads()).hasSize(1);
    }

    @Test
    void a_304_ends_the_moment_a_day_is_full() {
        rows.lastActive(journal, Rows.contact(1), Duration.ofDays(6).plusHours(23));
        only(1);
        var tag = tag(grid);
        server.itIs(ReadServer.NOW.plus(Duration.ofHours(1)).minusNanos(1_000));
        assertThat(ask(grid, tag).statusCode()).isEqualTo(304);
        assertThat(tag(grid)).isEqualTo(tag);
        server.itIs(ReadServer.NOW.plus(Duration.ofHours(1)));
        var changed = ask(grid, tag);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.body()).contains("\"daysSinceActivity\":7,\"staleness\":\"aging\"");
        assertThat(changed.headers().firstValue("ETag")).isNotEqualTo(tag);
    }

    @Test
    void a_304_ends_the_moment_an_entry_is_rotten() {
        server.admin.update("UPDATE live.journal SET rot_days = '{\"CONTACT\":3}' WHERE journal_id = ?", journal);
        rows.lastActive(journal, Rows.contact(1), Duration.ofDays(2).plusHours(20));
        only(1);
        var tag = tag(grid + "?show=ASK");
        server.itIs(ReadServer.NOW.plus(Duration.ofHours(4)).minusNanos(1_000));
        assertThat(ask(grid + "?show=ASK", tag).statusCode()).isEqualTo(304);
        server.itIs(ReadServer.NOW.plus(Duration.ofHours(4)));
        assertThat(ask(grid + "?show=ASK", tag).body()).contains("\"rotten\":true");
    }

    @Test
    void a_tag_from_before_an_erasure_is_no_longer_fresh() {
        var tag = tag(grid);
        var past = grid + "?atPosition=" + rows.position();
        rows.shown();
        var pastTag = tag(past);
        assertThat(ask(grid, tag).statusCode()).isEqualTo(304);
        assertThat(ask(past, pastTag).statusCode()).isEqualTo(304);
        rows.erase(Rows.contact(2));
        assertThat(ask(grid, tag).statusCode()).isEqualTo(200);
        assertThat(ask(past, pastTag).statusCode()).isEqualTo(200);
        assertThat(ask(past, pastTag).body()).doesNotContain("Person 1\",\"currentStage\":\"MEET");
    }

    @Test
    void a_tag_is_that_of_one_question_only() {
        var tag = tag(grid);
        for (var other : new String[] {"?limit=7", "?sort=-name", "?show=MEET", "?stage=MEET", "?q=p", "?atPosition=0"})
            assertThat(ask(grid + other, tag).statusCode()).as(other).isNotEqualTo(304);
        assertThat(ask(grid + "?limit=50&sort=name", tag).statusCode()).isEqualTo(304);
        var other = server.tenant();
        assertThat(other.get(grid, "If-None-Match", tag).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?staleness=fresh", "?rotten=false"})
    void a_question_about_age_is_held_by_its_bytes(String query) {
        rows.lastActive(journal, Rows.contact(1), Duration.ofDays(6).plusHours(23));
        var tag = tag(grid + query);
        assertThat(ask(grid + query, tag).statusCode()).isEqualTo(304);
        server.itIs(ReadServer.NOW.plus(Duration.ofDays(2)));
        assertThat(ask(grid + query, tag).statusCode()).isEqualTo(200);
    }

    @Test
    void one_of_many_tags_is_enough_and_a_weak_one_too() {
        var tag = tag(grid);
        assertThat(ask(grid, "\"other\", W/" + tag).statusCode()).isEqualTo(304);
        for (var strange : new String[] {"\"other\"", "x", "\"\"", "\"1.2\"", "\"99999999999999999999.0.00\"", ","})
            assertThat(ask(grid, strange).statusCode()).as(strange).isEqualTo(200);
    }

    @Test
    void a_grid_of_the_past_holds_for_ever() {
        rows.shown();
        var past = grid + "?asOf=2026-03-01T12:00:00Z";
        var tag = tag(past);
        server.itIs(ReadServer.NOW.plus(Duration.ofDays(365)));
        assertThat(ask(past, tag).statusCode()).isEqualTo(304);
    }

    @Test
    void the_tag_of_a_row_begins_with_the_version_of_its_entry() {
        var row = "/v1/journals/" + journal + "/entries/" + Rows.contact(3);
        var tag = tag(row);
        assertThat(tag).startsWith("\"4.");
        assertThat(tenant.read(row).get("version").asInt()).isEqualTo(4);
        assertThat(ask(row, tag).statusCode()).isEqualTo(304);
        assertThat(tenant.read(row))
                .isEqualTo(tenant.read(grid)
                        .get("rows")
                        .valueStream()
                        .filter(one -> one.get("contactId")
                                .asString()
                                .equals(Rows.contact(3).toString()))
                        .findFirst()
                        .orElseThrow());
    }

    private void only(int contact) {
        server.admin.update(
                "UPDATE live.grid_row SET present = contact_id = ? WHERE journal_id = ?",
                Rows.contact(contact),
                journal);
    }

    private static String tag(String path) {
        return tenant.get(path).headers().firstValue("ETag").orElseThrow();
    }

    private static HttpResponse<String> ask(String path, String tag) {
        return tenant.get(path, "If-None-Match", tag);
    }
}
