package io.stageline.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.whole.Client;
import io.stageline.whole.LogChecks;
import io.stageline.whole.ServerProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed while it exports: its reader sees that rows are missing, and gets exactly those from the next one. */
class BrokenExportTest {
    private static final int CONTACTS = 5_000;
    private static final String LONG_NAME = "\u20ac".repeat(180);
    private static final int LINE = '\n';

    private final HttpClient http = HttpClient.newHttpClient();

    /** What was read of an export before it broke off. */
    private record Broken(String path, String position, String asOf, String lastContact, String records) {
        static Broken of(HttpResponse<InputStream> answer, String read) {
            var records = read.substring(0, read.lastIndexOf(LINE) + 1);
            var last = records.substring(records.lastIndexOf(LINE, records.length() - 2) + 1);
            var start = last.startsWith("{") ? "{\"contactId\":\"".length() : 0;
            return new Broken(
                    answer.uri().getPath(),
                    answer.headers().firstValue("Stageline-Position").orElseThrow(),
                    answer.headers().firstValue("Stageline-As-Of").orElseThrow(),
                    last.substring(start, start + 36),
                    records);
        }

        String whole() {
            return path + "?atPosition=" + position + "&asOf=" + asOf;
        }

        String rest() {
            return whole() + "&cursor=" + lastContact;
        }
    }

    @Test
    void an_export_whose_server_is_killed_ends_visibly_and_goes_on_behind_its_last_record(@TempDir Path directory)
            throws IOException {
        var broken = new ArrayList<Broken>();
        try (var server = ServerProcess.start(directory.resolve("data"))) {
            var journal = journal(server.client());
            new LogChecks(server.administrator().database()).projectionsReachTheHead();
            var ndjson = export(server, journal + "/export.ndjson");
            var csv = export(server, journal + "/export.csv");
            var lines = List.of(firstLine(ndjson), firstLine(csv));
            server.kill();
            broken.add(Broken.of(ndjson, lines.get(0) + rest(ndjson)));
            broken.add(Broken.of(csv, lines.get(1) + rest(csv)));
        }
        try (var server = ServerProcess.start(directory.resolve("data"))) {
            for (var export : broken) isMadeWhole(export, server.client());
        }
    }

    private static void isMadeWhole(Broken export, Client client) {
        assertThat(export.records()).doesNotContain("\"end\"", "#end", "\"error\"", "#error");
        var whole = records(client, export.whole());
        var rest = records(client, export.rest());
        assertThat(export.records().lines().count())
                .as("in the middle of " + export.path())
                .isLessThan(CONTACTS);
        assertThat(whole.remove(whole.size() - 1)).contains("end", Integer.toString(CONTACTS), export.position());
        assertThat(rest.remove(rest.size() - 1)).contains("end", Integer.toString(rest.size()), export.position());
        assertThat(whole).hasSizeGreaterThanOrEqualTo(CONTACTS);
        assertThat(export.records() + String.join("", rest)).isEqualTo(String.join("", whole));
    }

    private static List<String> records(Client client, String path) {
        var answer = client.get(path);
        assertThat(answer.status()).as(path).isEqualTo(200);
        return new ArrayList<>(List.of(answer.text().split("(?<=\n)")));
    }

    private static String journal(Client client) {
        var journal = client.journal("Exported");
        accepted(client, n -> "{\"command\":\"add-contact\",\"externalId\":\"%d\",\"name\":\"%d %s\"}"
                .formatted(n, n, LONG_NAME));
        accepted(client, n -> "{\"command\":\"add-entry\",\"journalId\":\"%s\",\"externalId\":\"%d\"}"
                .formatted(journal, n));
        return "/v1/journals/" + journal;
    }

    private static void accepted(Client client, IntFunction<String> line) {
        var answer = client.batch(IntStream.range(0, CONTACTS).mapToObj(line).toList());
        assertThat(answer.text().lines())
                .hasSize(CONTACTS)
                .allMatch(result -> result.contains("\"status\":\"accepted\""));
    }

    private HttpResponse<InputStream> export(ServerProcess server, String path) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Authorization", "Bearer " + server.administrator().adminKey())
                .build();
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static String firstLine(HttpResponse<InputStream> answer) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var read = -1; read != LINE; line.write(read)) read = answer.body().read();
        return line.toString(UTF_8);
    }

    /** What still came; the end of it is no end of a body. */
    private static String rest(HttpResponse<InputStream> answer) {
        var rest = new ByteArrayOutputStream();
        assertThatThrownBy(() -> answer.body().transferTo(rest)).isInstanceOf(IOException.class);
        return rest.toString(UTF_8);
    }
}
