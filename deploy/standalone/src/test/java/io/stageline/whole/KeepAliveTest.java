package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.http.Scope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** One connection, request after request: reading from it never stops, however soon the next request comes. */
class KeepAliveTest {
    private static final int REQUESTS = 300;
    private static final int PATIENCE_MILLIS = 10_000;

    private final URI server = URI.create(TheServer.url());

    @Test
    void requests_without_a_body_that_are_answered_by_other_threads_follow_each_other_at_once() throws IOException {
        var key = TheServer.newKey(Scope.admin);
        var client = new Client(TheServer.url(), key);
        var entry = client.entry(client.journal("Kept alive"), client.contact("Ada Lovelace"));
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            var answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (var i = 0; i < REQUESTS; i++) {
                var path = i % 2 == 0
                        ? entry
                        : entry.replaceAll("[^/]*$", UUID.randomUUID().toString());
                socket.getOutputStream().write(delete(path, key).getBytes(StandardCharsets.UTF_8));
                assertThat(statusOf(answers)).as("request %d", i).isIn(200, 404);
            }
        }
    }

    private String delete(String path, String key) {
        return "DELETE %s HTTP/1.1\r\nHost: %s\r\n%s\r\n\r\n"
                .formatted(path, server.getAuthority(), "Authorization: Bearer " + key);
    }

    /** Reads an answer to its last byte. */
    private static int statusOf(BufferedReader answers) throws IOException {
        var status = Integer.parseInt(answers.readLine().split(" ", 3)[1]);
        var length = 0;
        for (var line = answers.readLine(); !line.isEmpty(); line = answers.readLine()) {
            var header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length: ")) length = Integer.parseInt(header.substring(16));
        }
        assertThat(answers.skip(length)).isEqualTo(length);
        return status;
    }
}
