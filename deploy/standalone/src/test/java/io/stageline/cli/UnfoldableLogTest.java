package io.stageline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.standalone.Server;
import io.stageline.standalone.Settings;
import io.stageline.whole.Administrator;
import io.stageline.whole.Client;
import io.stageline.whole.LogChecks;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that this version cannot make anything of: its fault, not that of the events. */
class UnfoldableLogTest {
    private static final int ENOUGH = 20;
    private static final String OF_TOMORROW = """
            UPDATE stageline.event SET type = 'journal.of-tomorrow/1', digest = NULL WHERE type LIKE 'journal.created/%'""";
    // More than the column of an amount can hold.
    private static final String TOO_MUCH = """
            UPDATE stageline.event SET payload = jsonb_set(payload, '{amount}', '1e30'), digest = NULL
             WHERE type LIKE 'entry.decision-taken/%'""";

    @Test
    void a_build_that_can_fold_almost_nothing_parks_nothing_and_ends_with_1(@TempDir Path data) {
        try (var server = Server.start(new Settings(data, 0, null, null))) {
            var administrator = new Administrator(data);
            var client = new Client(server.url(), administrator.adminKey());
            var entry = client.entry(client.journal("Appeal"), client.contact("Ada"));
            client.put(entry + "/decision", """
                    {"status":"PLEDGED","amount":"50","currency":"EUR","cadence":"MONTHLY"}""");
            for (var n = 0; n < ENOUGH; n++) client.journal("Appeal " + n);
            var database = administrator.database();
            new LogChecks(database).projectionsReachTheHead();
            assertThat(database.update(OF_TOMORROW)).isGreaterThan(ENOUGH);
            assertThat(database.update(TOO_MUCH)).isEqualTo(1);

            var err = new StringWriter();
            var line = Stageline.commandLine().setErr(new PrintWriter(err, true));
            assertThat(line.execute("replay", "run", "grid", "--data-dir=" + data))
                    .as(err::toString)
                    .isEqualTo(1);
            assertThat(err.toString()).contains("The projection grid cannot fold ", " sequences of one batch");
            assertThat(database.queryForList("SELECT 1 FROM stageline.dead_letter"))
                    .isEmpty();
        }
    }
}
