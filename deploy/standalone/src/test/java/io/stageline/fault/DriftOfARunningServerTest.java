package io.stageline.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.journal.projection.GridProjection;
import io.stageline.projection.verify.Reconciler;
import io.stageline.standalone.Role;
import io.stageline.standalone.Server;
import io.stageline.standalone.Settings;
import io.stageline.whole.Administrator;
import io.stageline.whole.Client;
import io.stageline.whole.LogChecks;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** REC: rows of a running server that are not what the log says; what its timer does every minute is done here at once. */
class DriftOfARunningServerTest {
    private static final String BY_HAND =
            "UPDATE grid_v3.grid_row SET moves = 77, skips = 7 WHERE contact_id = ?::uuid";
    private static final String MOVES = "SELECT moves FROM grid_v3.grid_row WHERE contact_id = ?::uuid";
    private static final String LAST_STAGE =
            "SELECT max(position) FROM stageline.event WHERE type = 'entry.stage-recorded/1'";
    private static final String REPAIRS =
            "SELECT actor FROM stageline.replay_audit WHERE action = 'repair' AND generation = 3";

    private Path directory;

    @BeforeEach
    void keepIn(@TempDir Path temporary) {
        directory = temporary;
    }

    @Test
    void a_row_changed_by_hand_is_found_named_with_its_event_and_repaired() throws SQLException {
        try (var server = start(true)) {
            var client = new Client(server.url(), administrator().adminKey());
            var database = administrator().database();
            var contact = work(client, database);
            var journal = journalOf(client);
            var grid = "/v1/journals/" + journal + "/grid";
            var tag = client.get(grid).header("ETag");
            assertThat(client.send("GET", grid, null, "If-None-Match", tag).status())
                    .isEqualTo(304);
            assertThat(database.update(BY_HAND, contact)).isOne();

            var cycle = server.bean(Reconciler.class).cycle(server.bean(GridProjection.class));
            assertThat(cycle.found())
                    .extracting(one -> one.table() + " " + one.field() + " " + one.shown())
                    .containsExactlyInAnyOrder("grid_row moves 77", "grid_row skips 7");
            assertThat(cycle.found()).allSatisfy(one -> {
                var cause = Objects.requireNonNull(one.cause());
                assertThat(cause.position()).isEqualTo(database.queryForObject(LAST_STAGE, Long.class));
                assertThat(cause.type()).isEqualTo("entry.stage-recorded/1");
                assertThat(one.key()).containsEntry("contact_id", contact);
            });
            assertThat(cycle.repaired()).isOne();
            assertThat(database.queryForObject(MOVES, Integer.class, contact)).isEqualTo(2);
            assertThat(database.queryForList(REPAIRS, String.class)).containsExactly("reconciliation");
            assertThat(client.send("GET", grid, null, "If-None-Match", tag).status())
                    .isEqualTo(200);
            assertThat(new Client(server.url(), null)
                            .get("/actuator/prometheus")
                            .text())
                    .contains("stageline_reconcile_drift_total{projection=\"grid\",table=\"grid_row\"} 2.0")
                    .containsPattern("stageline_reconcile_streams_total\\{projection=\"grid\"} [1-9]")
                    .contains("stageline_reconcile_sweep_seconds{");
            assertThat(server.bean(Reconciler.class)
                            .cycle(server.bean(GridProjection.class))
                            .found())
                    .isEmpty();
        }
    }

    @Test
    void what_nobody_asked_to_be_repaired_is_told_and_left() throws SQLException {
        try (var server = start(false)) {
            var database = administrator().database();
            var contact = work(new Client(server.url(), administrator().adminKey()), database);
            database.update(BY_HAND, contact);
            var cycle = server.bean(Reconciler.class).cycle(server.bean(GridProjection.class));
            assertThat(cycle.found()).hasSize(2);
            assertThat(cycle.repaired()).isZero();
            assertThat(database.queryForObject(MOVES, Integer.class, contact)).isEqualTo(77);
        }
    }

    private Server start(boolean repairing) {
        return Server.start(
                new Settings(directory.resolve("data"), 0, null, null, 1, EnumSet.allOf(Role.class), repairing));
    }

    private Administrator administrator() {
        return new Administrator(directory.resolve("data"));
    }

    /** An entry with two stages; gives back its contact. */
    private static String work(Client client, JdbcTemplate database) {
        var contact = client.contact("Ada");
        var entry = client.entry(client.journal("Drifting"), contact);
        for (var stage : new String[] {"CONTACT", "MEET"}) {
            var answer = client.post(entry + "/stages", "{\"stage\":\"" + stage + "\"}");
            assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        }
        new LogChecks(database).projectionsReachTheHead();
        return contact;
    }

    private static String journalOf(Client client) {
        return client.get("/v1/journals").at("/items/0/journalId");
    }
}
