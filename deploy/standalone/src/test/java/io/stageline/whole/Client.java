package io.stageline.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plain HTTP client of one tenant; every answer comes back, whatever its status. */
public final class Client {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final String url;
    private final @Nullable String key;
    private final Duration patience;

    public Client(String url, @Nullable String key) {
        this(url, key, Duration.ofSeconds(30));
    }

    /** One that gives up waiting for an answer after a time. */
    public Client(String url, @Nullable String key, Duration patience) {
        this.url = url;
        this.key = key;
        this.patience = patience;
    }

    public int port() {
        return URI.create(url).getPort();
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    public Answer put(String path, String body, String... headers) {
        return send("PUT", path, body, headers);
    }

    public Answer patch(String path, String body, String... headers) {
        return send("PATCH", path, body, headers);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    public Answer batch(List<String> lines) {
        return send("POST", "/v1/batch", String.join("\n", lines), "Content-Type", "application/x-ndjson");
    }

    public Answer send(String method, String path, @Nullable String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(url + path)).timeout(patience);
        if (key != null) request.header("Authorization", "Bearer " + key);
        if (body != null && !List.of(headers).contains("Content-Type"))
            request.header("Content-Type", "application/json");
        if (headers.length > 0) request.headers(headers);
        request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        try {
            var response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /** A new journal; without stages one of the default stages. */
    public String journal(String name, String... stages) {
        var more = stages.length == 0 ? "" : ",\"stages\":[\"" + String.join("\",\"", stages) + "\"]";
        return post("/v1/journals", "{\"name\":\"" + name + "\"" + more + "}").at("/journalId");
    }

    /** A new contact of this name. */
    public String contact(String name) {
        return post("/v1/contacts", "{\"name\":\"" + name + "\"}").at("/contactId");
    }

    /** A contact in a journal; gives back the path of its entry. */
    public String entry(String journal, String contact) {
        var path = "/v1/journals/" + journal + "/entries/" + contact;
        put(path, "{}");
        return path;
    }
}
