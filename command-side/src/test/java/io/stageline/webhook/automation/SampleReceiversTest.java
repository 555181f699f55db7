package io.stageline.webhook.automation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stageline.webhook.events.WebhookEvent.ReplayRequested;
import io.stageline.webhook.events.WebhookEvent.SecretRotated;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The receivers that integrators start from take what the sender sends, each message once, and nothing that is signed by others. */
@Timeout(60)
class SampleReceiversTest {
    private static final Path SAMPLES = Path.of("..", "deploy", "receivers");
    private static final String FOREIGN = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    private final Happenings log = new Happenings();

    @AfterEach
    void close() throws InterruptedException {
        log.close();
    }

    @Test
    void the_one_in_java() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        verifiesAndDoesNothingTwice(java, SAMPLES.resolve("Receiver.java").toString(), "0");
    }

    @Test
    void the_one_in_javascript() throws IOException {
        assumeTrue(isInstalled("node"), "needs Node.js");
        verifiesAndDoesNothingTwice("node", SAMPLES.resolve("receiver.mjs").toString(), "0");
    }

    private void verifiesAndDoesNothingTwice(String... command) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("WEBHOOK_SECRET", Happenings.SECRET);
        var process = builder.start();
        try (var said = process.inputReader(UTF_8)) {
            var url = "http://127.0.0.1:" + said.readLine().replace("listening on ", "") + "/hook";
            takesEachOnce(said, url);
            refusesWhatOthersSigned(url);
            refusesWhatIsNotGenuine(URI.create(url));
            survivesWhoHangsUpAndWhoNeverEnds(URI.create(url));
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    private void takesEachOnce(BufferedReader said, String url) throws IOException {
        var endpoint = log.endpoint(url);
        var contact = UUID.randomUUID();
        try (var engine = new Engine(log)) {
            log.stage(contact, "CONTACT");
            assertThat(said.readLine()).startsWith("new 1 {").contains(contact.toString());
            log.happens(
                    endpoint.endpoint(),
                    new SecretRotated(
                            endpoint.endpoint(),
                            log.seal(endpoint, "secret", FOREIGN),
                            Clock.systemUTC().instant().plus(Duration.ofHours(1))));
            log.stage(contact, "MEET");
            assertThat(said.readLine()).startsWith("new 2 {").contains("MEET");
            Await.until("both are delivered", () -> log.column(endpoint, "state")
                    .equals(List.of("delivered", "delivered")));
            log.happens(endpoint.endpoint(), new ReplayRequested(endpoint.endpoint(), 2, 2, false));
            assertThat(said.readLine()).startsWith("known 2 {");
        }
    }

    private void refusesWhatOthersSigned(String url) {
        var forger = log.endpoint(url);
        log.happens(
                forger.endpoint(),
                new SecretRotated(
                        forger.endpoint(),
                        log.seal(forger, "secret", FOREIGN),
                        Clock.systemUTC().instant()));
        log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log)) {
            Await.until("it is refused", () -> log.column(forger, "last_status").equals(List.of("400")));
        }
    }

    private static void refusesWhatIsNotGenuine(URI url) throws IOException {
        var now = Instant.now().getEpochSecond();
        var good = signed("msg_1", now, "{}");
        assertThat(post(url, "msg_1", Long.toString(now), good, "{}")).isEqualTo(204);
        assertThat(post(url, "msg_1", Long.toString(now), "v1,AAAA " + good, "{}"))
                .isEqualTo(204);
        assertThat(post(url, "msg_1", Long.toString(now), good, "{ }"))
                .as("another body")
                .isEqualTo(400);
        assertThat(post(url, "msg_2", Long.toString(now), good, "{}"))
                .as("another id")
                .isEqualTo(400);
        assertThat(post(url, "msg_1", Long.toString(now + 1), good, "{}"))
                .as("another time")
                .isEqualTo(400);
        for (var late : List.of(now - 301, now + 310))
            assertThat(post(url, "msg_1", Long.toString(late), signed("msg_1", late, "{}"), "{}"))
                    .as("too far away")
                    .isEqualTo(400);
        for (var broken : List.of("", "v1,", "v1", good.replace("v1,", "v1a,"), good.substring(3), good + "AA"))
            assertThat(post(url, "msg_1", Long.toString(now), broken, "{}"))
                    .as(broken)
                    .isEqualTo(400);
        assertThat(post(url, "msg_1", "soon", good, "{}")).isEqualTo(400);
        var tooLong = "x".repeat(20_001);
        assertThat(post(url, "msg_1", Long.toString(now), signed("msg_1", now, tooLong), tooLong))
                .isEqualTo(413);
    }

    private static void survivesWhoHangsUpAndWhoNeverEnds(URI url) throws IOException {
        try (var half = new Socket(url.getHost(), url.getPort())) {
            half.setSoLinger(true, 0); // hangs up at once
            Sink.write(half.getOutputStream(), "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\nhalf");
        }
        try (var endless = new Socket(url.getHost(), url.getPort())) {
            endless.setSoTimeout(10_000);
            Sink.write(endless.getOutputStream(), "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 20001\r\n\r\n");
            Sink.write(endless.getOutputStream(), "x".repeat(20_001));
            var answer = new String(endless.getInputStream().readNBytes(12), UTF_8);
            assertThat(answer).isEqualTo("HTTP/1.1 413");
        }
        var now = Instant.now().getEpochSecond();
        assertThat(post(url, "msg_1", Long.toString(now), signed("msg_1", now, "{}"), "{}"))
                .isEqualTo(204);
    }

    private static String signed(String id, long at, String body) {
        return Signatures.header(List.of(Happenings.SECRET), id, at, body);
    }

    private static int post(URI url, String id, String timestamp, String signature, String body) throws IOException {
        var request = HttpRequest.newBuilder(url)
                .header("webhook-id", id)
                .header("webhook-timestamp", timestamp)
                .header("webhook-signature", signature)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
