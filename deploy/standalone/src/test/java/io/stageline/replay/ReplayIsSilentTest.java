package io.stageline.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.stageline.whole.Await;
import io.stageline.whole.Client;
import io.stageline.whole.LogChecks;
import io.stageline.whole.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
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
    void a_replay_loads_nothing_that_decides_or_sends_and_sends_nothing(@TempDir Path directory) throws IOException {
        var data = directory.resolve("data");
        var received = new AtomicInteger();
        var receiver = receiver(received);
        try (var server = ServerProcess.start(data, "-Dstageline.webhook-allow=127.0.0.1")) {
            var endpoint = endpoint(server.client(), receiver.getAddress().getPort());
            ManyStages.of(server.client(), 20).goOn(2);
            Await.until("all stages are delivered", ReplayProcess.PATIENCE, () -> received.get() == 120);
            new LogChecks(server.administrator().database()).projectionsReachTheHead();
            var loaded = directory.resolve("loaded.txt");
            var said = ReplayProcess.run(
                    data, 0, "-Xlog:class+load:file=" + loaded, "run", "grid", "--whole", "--promote");
            assertThat(said).contains("grid@4 is live");
            assertThat(server.client().get(endpoint).number("/lastSequence")).isEqualTo(120);
            assertThat(received).hasValue(120);
            var classes = Files.readString(loaded);
            assertThat(classes).contains("io.stageline.journal.projection.GridProjection");
            assertThat(ACTS.matcher(classes).results().map(found -> found.group()))
                    .isEmpty();
        } finally {
            receiver.stop(0);
        }
    }

    private static HttpServer receiver(AtomicInteger received) throws IOException {
        var receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", request -> {
            received.incrementAndGet();
            request.sendResponseHeaders(204, -1);
            request.close();
        });
        receiver.start();
        return receiver;
    }

    private static String endpoint(Client client, int port) {
        var made = client.post("/v1/webhook-endpoints", """
                {"name": "Ledger", "url": "http://127.0.0.1:%d/", "eventTypes": ["entry.stage_recorded"]}""".formatted(port));
        return "/v1/webhook-endpoints/" + made.at("/endpointId");
    }
}
