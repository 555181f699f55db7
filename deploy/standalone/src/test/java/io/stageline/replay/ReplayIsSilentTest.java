package io.stageline.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.whole.LogChecks;
import io.stageline.whole.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replay repeats what happened and does nothing about it: what decides, reacts or sends is not even in its process. */
class ReplayIsSilentTest {
    private static final Pattern ACTS = Pattern.compile("io\\.stageline\\.([a-z.]+\\.)?(write|automation)\\.\\S+"
            + "|io\\.stageline\\.webhook\\.(?!events|projection)\\S+"
            + "|java\\.net\\.http\\.\\S+|jdk\\.internal\\.net\\.http\\.\\S+|sun\\.net\\.www\\.(http|protocol\\.https?)\\.Http\\S+"
            + "|reactor\\.netty\\.http\\.client\\.\\S+|org\\.springframework\\.web\\.(client|reactive)\\.\\S+");

    @Test
    void a_replay_loads_nothing_that_decides_or_sends(@TempDir Path directory) throws IOException {
        var data = directory.resolve("data");
        try (var server = ServerProcess.start(data)) {
            ManyStages.of(server.client(), 20).goOn(2);
            new LogChecks(server.administrator().database()).projectionsReachTheHead();
            var loaded = directory.resolve("loaded.txt");
            var said = ReplayProcess.run(
                    data, 0, "-Xlog:class+load:file=" + loaded, "run", "grid", "--whole", "--promote");
            assertThat(said).contains("grid@4 is live");
            var classes = Files.readString(loaded);
            assertThat(classes).contains("io.stageline.journal.projection.GridProjection");
            assertThat(ACTS.matcher(classes).results().map(found -> found.group()))
                    .isEmpty();
        }
    }
}
