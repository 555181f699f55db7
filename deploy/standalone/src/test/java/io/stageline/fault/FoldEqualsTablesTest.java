package io.stageline.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.standalone.Server;
import io.stageline.whole.Administrator;
import io.stageline.whole.Client;
import io.stageline.whole.EveryRead;
import io.stageline.whole.LogChecks;
import io.stageline.whole.Seed;
import io.stageline.whole.SomeLogs;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant C: what is shown is the fold of the log and nothing else, row by row and byte by byte. */
class FoldEqualsTablesTest {
    private static final int REQUESTS = 400;
    private static final int LOOKS = 3;
    private static final String TYPE = "SELECT count(*) FROM stageline.event WHERE type = ?";

    private final long seed = Seed.of(FoldEqualsTablesTest.class);

    @Test
    void a_log_copied_elsewhere_folds_into_the_same_rows_and_the_same_answers(@TempDir Path directory)
            throws Exception {
        var live = new Administrator(directory.resolve("live"));
        try (var server = start(live)) {
            var load = new Load(server.url(), live, 1, seed);
            load.send(REQUESTS);
            var log = new LogChecks(live.database());
            for (var type : List.of("entry.stage-withdrawn/1", "entry.decision-corrected/1"))
                assertThat(log.number(TYPE, type)).as("seed %d: %s", seed, type).isPositive();
            var client = new Client(server.url(), load.customers().get(0).apiKey());
            client.post("/v1/journals/" + load.customers().get(0).journals().get(0) + "/archive", "");
            try (var refold = Refold.of(live, directory.resolve("copy"))) {
                assertThat(refold.differences()).as("seed %d", seed).isZero();
                assertThat(Refold.rows(live.database()))
                        .hasSizeGreaterThan(200)
                        .extracting(row -> row.substring(0, row.indexOf(' ')))
                        .contains("grid_row", "entry_event", "contact_past", "journal_past", "moment", "journal_mark");
                sameAnswers(
                        client, new Client(refold.url(), load.customers().get(0).apiKey()));
            }
        }
    }

    private static Server start(Administrator installation) {
        return Server.start(SomeLogs.in(installation.dataDirectory()));
    }

    private void sameAnswers(Client live, Client copy) {
        var paths = new EveryRead(live).paths();
        assertThat(paths).hasSizeGreaterThan(200);
        for (var path : paths)
            assertThat(agree(path, live, copy)).as("seed %d: %s", seed, path).isTrue();
    }

    /** Time goes on between two reads: what is rounded from the clock may differ once, not again and again. */
    private static boolean agree(String path, Client live, Client copy) {
        for (var look = 0; look < LOOKS; look++) {
            var one = live.get(path);
            var other = copy.get(path);
            assertThat(one.status()).as(path).isIn(200, 404);
            if (one.text().equals(other.text()) && one.status() == other.status()) return true;
        }
        return false;
    }
}
