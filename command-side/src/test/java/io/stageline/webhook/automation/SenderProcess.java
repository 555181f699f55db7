package io.stageline.webhook.automation;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Progress;
import io.stageline.eventlog.Schema;
import io.stageline.privacy.MasterKey;
import io.stageline.privacy.Secrets;
import io.stageline.test.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import reactor.netty.resources.LoopResources;

/** A process of its own that feeds the queue and sends, until it is killed or whoever started it is. */
final class SenderProcess implements AutoCloseable {
    private final Process process;

    private SenderProcess(Process process) {
        this.process = process;
    }

    static SenderProcess start(TestDatabase database) {
        var classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx200m",
                "-cp",
                classes,
                SenderProcess.class.getName(),
                database.jdbcUrl());
        try {
            return new SenderProcess(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Ends it in the middle of whatever it does, as SIGKILL does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    /** Sends until its input ends. */
    public static void main(String[] arguments) throws IOException {
        var database = new HikariDataSource();
        database.setJdbcUrl(arguments[0]);
        database.setUsername(Schema.WRITE);
        database.setPassword(TestDatabase.PASSWORD);
        database.setMaximumPoolSize(8);
        var here = CompletableFuture.completedFuture(List.of(InetAddress.getLoopbackAddress()));
        var meters = new SimpleMeterRegistry();
        new WebhookEngine(
                        new EventLogs(database, new EventTypes(), Clock.systemUTC(), meters),
                        database,
                        new Secrets(new MasterKey(new byte[MasterKey.BYTES])),
                        new Sender(new Guard("127.0.0.1", host -> here), LoopResources.create("sender", 2, true)),
                        (endpoint, url, because) -> {
                            throw new IllegalStateException(because);
                        },
                        new Progress(),
                        new Retention(database, Clock.systemUTC(), Duration.ofDays(30)),
                        Clock.systemUTC(),
                        meters)
                .start();
        while (System.in.read() >= 0) continue;
        Runtime.getRuntime().halt(0);
    }
}
