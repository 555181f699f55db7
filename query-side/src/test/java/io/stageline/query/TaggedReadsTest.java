package io.stageline.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether a held answer is still true is looked up where and when its asker says. */
class TaggedReadsTest {
    private static final int ENTRIES = 5;
    private static final int LOOKS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String LOOK_AT_POSITIONS = "SELECT projection, log_id, position";
    private static final String STANDS_AT = """
            INSERT INTO stageline.token_entry (processor_name, segment, token)
            VALUES (?, 0, convert_to('{"globalIndex":' || ? || '}', 'UTF8'))""";

    private static ReadServer server;

    private ReadServer.Tenant tenant;
    private Rows rows;
    private UUID journal;
    private String grid;

    @BeforeAll
    static void start() {
        server = new ReadServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void fill() {
        tenant = server.tenant();
        rows = new Rows(server, tenant.id).contacts(ENTRIES);
        journal = rows.journal("donors");
        rows.entries(journal, ENTRIES);
        rows.shown();
        grid = "/v1/journals/" + journal + "/grid?";
    }

    @Test
    void an_answer_from_before_a_write_is_not_confirmed_to_who_waits_for_the_write() {
        var tag = tag();
        var written = rows.position() + 1;
        server.bean(CountedConnections.class).take();
        var answer =
                CompletableFuture.supplyAsync(() -> tenant.get(grid + "minPosition=" + written, "If-None-Match", tag));
        assertThat(statementsWhileItWaits()).noneMatch(sql -> sql.contains("journal_mark"));
        rows.remove(journal, Rows.contact(1));
        rows.shown();
        assertThat(rows.position()).isEqualTo(written);
        assertThat(answer.join().statusCode()).isEqualTo(200);
        assertThat(answer.join().body()).contains("\"total\":" + (ENTRIES - 1));
    }

    @Test
    void a_confirmed_answer_tells_the_position_of_the_log_of_who_asks() {
        server.admin.update("INSERT INTO stageline.log_head VALUES (1, 0) ON CONFLICT DO NOTHING");
        server.admin.update("UPDATE stageline.tenant SET log_id = 1 WHERE tenant_id = ?", tenant.id);
        server.admin.update(STANDS_AT, "grid/1", 77);
        var confirmed = tenant.get(grid, "If-None-Match", tag());
        assertThat(confirmed.statusCode()).isEqualTo(304);
        assertThat(confirmed.headers().firstValue("Stageline-Position")).hasValue("77");
    }

    private String tag() {
        return tenant.get(grid).headers().firstValue("ETag").orElseThrow();
    }

    /** What was asked of the database until it is sure that the read waits for its position. */
    private static Iterable<String> statementsWhileItWaits() {
        var asked = new ArrayList<String>();
        var deadline = Instant.now().plus(PATIENCE);
        while (asked.stream().filter(sql -> sql.startsWith(LOOK_AT_POSITIONS)).count() < LOOKS) {
            if (Instant.now().isAfter(deadline)) throw new AssertionError("it does not wait: " + asked);
            asked.addAll(server.bean(CountedConnections.class).take());
            Thread.onSpinWait();
        }
        return asked;
    }
}
