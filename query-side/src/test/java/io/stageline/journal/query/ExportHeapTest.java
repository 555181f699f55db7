package io.stageline.journal.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.query.ExportMain;
import io.stageline.query.ManyRows;
import io.stageline.query.ReadServer;
import io.stageline.query.Rows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ExportHeapTest {
    private static final int ROWS = Integer.getInteger("stageline.export.rows", 100_000);
    private static final Duration FIRST_BYTE = Duration.ofSeconds(1);

    @Test
    void a_hundred_thousand_rows_leave_through_a_heap_of_64_mb() throws Exception {
        try (var server = new ReadServer()) {
            var tenant = server.tenant();
            var rows = new Rows(server, tenant.id);
            var small = rows.contacts(10).journal("small");
            rows.entries(small, 10);
            var large = rows.journal("large");
            var position = ManyRows.write(server, tenant.id, large, ROWS, rows.position());
            var process = start(server.arguments());
            try {
                var base = "http://localhost:" + port(process) + "/v1/journals/";
                for (var format : List.of("/export.ndjson", "/export.csv")) {
                    read(open(base + small + format, tenant.authorization()), 0);
                    var begin = System.nanoTime();
                    var body = open(base + large + format, tenant.authorization());
                    assertThat(body.read()).isPositive();
                    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(FIRST_BYTE);
                    var lines = format.endsWith("csv") ? ROWS + 2 : ROWS + 1;
                    assertThat(read(body, lines)).contains("end", String.valueOf(ROWS), String.valueOf(position));
                }
            } finally {
                process.destroy();
                process.waitFor();
            }
        }
    }

    private static Process start(String[] arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ExportMain.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String port(Process process) throws IOException {
        var told = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var said = new ArrayList<String>();
        for (var line = told.readLine(); line != null; line = told.readLine()) {
            if (line.startsWith(ExportMain.PORT)) return line.substring(ExportMain.PORT.length());
            said.add(line);
        }
        throw new AssertionError("the server did not start: " + String.join("\n", said));
    }

    private static InputStream open(String address, String authorization) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(address))
                .header("Authorization", authorization)
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    /** The last line, after so many in all; 0 means any number. */
    private static String read(InputStream body, int lines) throws IOException {
        try (var reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            var count = 0;
            var last = "";
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                last = line;
                count++;
            }
            if (lines > 0) assertThat(count).isEqualTo(lines);
            return Objects.requireNonNull(last);
        }
    }
}
