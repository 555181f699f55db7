package io.stageline.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.standalone.Server;
import io.stageline.standalone.Settings;
import io.stageline.whole.Administrator;
import io.stageline.whole.Client;
import io.stageline.whole.LogChecks;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who works while a read model is rebuilt and switched notices nothing of it. */
@Timeout(900)
class ReplayUnderLoadTest {
    private static final String NOTHING_DIFFERS = "0 differences";

    @Test
    void rebuild_verify_promote_and_rollback_under_load_fail_no_request_and_turn_no_version_back(
            @TempDir Path directory) throws Exception {
        var data = directory.resolve("data");
        var administrator = new Administrator(data);
        try (var server = Server.start(new Settings(data, 0, null, null))) {
            var stages = ManyStages.of(new Client(server.url(), administrator.adminKey()), 60)
                    .goOn(5);
            try (var people = new People(stages);
                    var failures = new LoggedFailures()) {
                people.start();
                assertThat(ReplayProcess.run(data, 0, "run", "grid", "--rate=2000"))
                        .contains("grid@4 is verified", NOTHING_DIFFERS);
                assertThat(ReplayProcess.run(data, 0, "verify", "grid", "--whole"))
                        .contains(NOTHING_DIFFERS);
                assertThat(ReplayProcess.run(data, 0, "promote", "grid")).contains("grid@4 is live");
                people.goOnForAWhile();
                assertThat(ReplayProcess.run(data, 0, "rollback", "grid")).contains("grid@3 is live");
                people.goOnForAWhile();
                assertThat(ReplayProcess.run(data, 0, "rollback", "grid")).contains("grid@4 is live");
                people.goOnForAWhile();
                assertThat(ReplayProcess.run(data, 0, "drop", "grid@3", "--yes"))
                        .contains("dropped");
                people.goOnForAWhile();
                people.stop();
                assertThat(people.complaints()).as("%s", failures).isEmpty();
                assertThat(people.unchanged()).as("answers 304").isPositive();
            }
            new LogChecks(administrator.database()).projectionsReachTheHead();
            assertThat(ReplayProcess.run(data, 0, "verify", "grid@4", "--whole"))
                    .contains(NOTHING_DIFFERS);
        }
    }
}
