package io.stageline.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.whole.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S3-P8: BlockHound watches a server of its own that is asked everything; no event loop ever waits. */
class BlockingCallsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** From JDK 13 on BlockHound needs the first; the second lets a JDK start that has dropped it. */
    private static final List<String> OPTIONS = List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:+AllowRedefinitionToAddDeleteMethods",
            "-XX:+EnableDynamicAgentLoading",
            "-XX:TieredStopAtLevel=1",
            "-Xmx384m");

    @Test
    void nothing_waits_on_an_event_loop_whatever_is_asked(@TempDir Path directory) throws IOException {
        var said = directory.resolve("said.txt");
        var command = new java.util.ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.add("-Dstageline.postgres-programs=" + System.getProperty("stageline.postgres-programs"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), WatchedServer.class.getName()));
        command.add(directory.resolve("data").toString());
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            Await.until("all was asked", PATIENCE, () -> !process.isAlive());
        } finally {
            process.destroy();
        }
        assertThat(Files.readString(said))
                .contains(WatchedServer.SEES)
                .contains(WatchedServer.DONE)
                .doesNotContain(WatchedServer.BLOCKED);
    }
}
