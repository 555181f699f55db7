package io.stageline.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.eventlog.Follower;
import io.stageline.eventlog.Progress;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever reads while generations are switched is answered in full, and never from before. */
class SwitchedReadsTest {
    private static final int ENTRIES = 12;

    private final ReadServer server = new ReadServer();
    private final ReadServer.Tenant tenant = server.tenant();
    private final Rows rows = new Rows(server, tenant.id).contacts(ENTRIES);
    private final UUID journal = rows.journal("donors");
    private final String grid = "/v1/journals/" + journal + "/grid?limit=5";

    @BeforeEach
    void fill() {
        rows.entries(journal, ENTRIES);
        rows.shown();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void who_begins_to_read_after_the_switch_sees_the_other_generation() throws SQLException {
        var other = other(null);
        server.admin.update("UPDATE %s.journal SET name = 'rebuilt'".formatted(other.schema()));
        assertThat(names()).isEqualTo("donors");
        other.promote();
        assertThat(names()).isEqualTo("rebuilt");
        other.rollback();
        assertThat(names()).isEqualTo("donors");
    }

    @Test
    void a_tenant_with_a_generation_of_its_own_sees_that_one() throws SQLException {
        var stranger = server.tenant();
        new Rows(server, stranger.id).journal("strange");
        var own = other(tenant.id);
        server.admin.update("UPDATE %s.journal SET name = 'own'".formatted(own.schema()));
        own.promote();
        assertThat(names()).isEqualTo("own");
        assertThat(stranger.read("/v1/journals").at("/items/0/name").asString()).isEqualTo("strange");
    }

    @Test
    void a_tag_from_before_the_switch_is_answered_in_full() throws SQLException {
        var before = tag();
        assertThat(ask(before).statusCode()).isEqualTo(304);
        var other = other(null);
        other.promote();
        var answer = ask(before);
        assertThat(answer.statusCode()).isEqualTo(200);
        var after = answer.headers().firstValue("ETag").orElseThrow();
        assertThat(ask(after).statusCode()).isEqualTo(304);
        other.rollback();
        assertThat(ask(after).statusCode()).isEqualTo(200);
        assertThat(ask(before).statusCode()).isEqualTo(200);
    }

    @Test
    void rows_that_changed_without_an_event_are_told_by_an_edition() throws SQLException {
        var before = tag();
        server.admin.update("UPDATE stageline.live_generation SET edition = nextval('stageline.edition')");
        assertThat(ask(before).statusCode()).isEqualTo(200);
    }

    @Test
    void a_mark_is_looked_up_by_one_statement_again_soon_after_the_switch() throws SQLException {
        tag();
        other(null).promote();
        var tag = tag();
        server.bean(CountedConnections.class).take();
        assertThat(ask(tag).statusCode()).isEqualTo(304);
        assertThat(server.bean(CountedConnections.class).takeThoseOfReads()).hasSize(1);
    }

    @Test
    void a_mark_is_found_when_the_generation_of_before_is_gone() throws SQLException {
        tag();
        other(null).promote();
        server.admin.execute("DROP SCHEMA grid_v3 CASCADE");
        assertThat(ask("\"held by nobody\"").statusCode()).isEqualTo(200);
    }

    @Test
    void a_cursor_goes_on_in_the_new_generation() throws SQLException {
        var next = grid + "&cursor=" + tenant.read(grid).get("next").asString();
        var page = tenant.read(next).get("rows");
        other(null).promote();
        assertThat(tenant.read(next).get("rows")).isNotEmpty().isEqualTo(page);
    }

    @Test
    void what_was_promised_by_min_position_is_shown_after_the_switch() throws SQLException {
        var written = rows.position() + 3;
        var other = other(null);
        other.promote();
        server.bean(Progress.class).reached(new Follower("grid", 0), written); // by the feed of the one before
        for (var path : new String[] {"/v1/journals?minPosition=", grid + "&minPosition="}) {
            other.standsAt(written - 1);
            var answer = CompletableFuture.supplyAsync(() -> tenant.get(path + written));
            other.standsAt(written);
            assertThat(answer.join().statusCode()).as(path).isEqualTo(200);
            assertThat(answer.join().headers().firstValue("Stageline-Position")).hasValue(String.valueOf(written));
        }
    }

    @Test
    void without_a_generation_of_this_shape_readers_are_told_to_wait() {
        server.admin.update("UPDATE stageline.live_generation SET shape = shape + 1");
        for (var path : new String[] {"/v1/journals", grid, "/v1/journals/" + journal + "/report"}) {
            assertThat(tenant.refused(path, 503)).as(path).isEqualTo("projection-behind");
        }
        server.admin.update("UPDATE stageline.live_generation SET shape = shape - 1");
        assertThat(names()).isEqualTo("donors");
    }

    private OtherGeneration other(@Nullable UUID of) throws SQLException {
        return new OtherGeneration(server, of, rows.position());
    }

    private String names() {
        return tenant.read("/v1/journals").at("/items/0/name").asString();
    }

    private String tag() {
        return tenant.get(grid).headers().firstValue("ETag").orElseThrow();
    }

    private HttpResponse<String> ask(String tag) {
        return tenant.get(grid, "If-None-Match", tag);
    }
}
