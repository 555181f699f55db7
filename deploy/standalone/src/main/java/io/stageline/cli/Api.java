package io.stageline.cli;

import io.stageline.standalone.Refusal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server, as any client sees it: one address, one key, and patience while it restarts or is busy. */
public final class Api {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);
    /** Who says this is there and at work, however long it takes. */
    private static final String BEHIND = "projection-behind";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final HttpClient http = HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String url;
    private final String key;
    private final Duration patience;

    public Api(String url, String key) {
        this(url, key, PATIENCE);
    }

    public Api(String url, String key, Duration patience) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.key = key;
        this.patience = patience;
    }

    public String url() {
        return url;
    }

    public JsonNode get(String path) {
        return JSON.readTree(send(request(path).GET()));
    }

    public JsonNode post(String path, JsonNode body, String... headers) {
        return write("POST", path, body, headers);
    }

    public JsonNode patch(String path, JsonNode body) {
        return write("PATCH", path, body);
    }

    public void delete(String path) {
        send(request(path).DELETE());
    }

    /** Posts bytes of another type and gives back the bytes of the answer. */
    public byte[] post(String path, String type, byte[] body) {
        return send(request(path)
                .header("Content-Type", type)
                .header("Accept", type)
                .POST(BodyPublishers.ofByteArray(body)));
    }

    private JsonNode write(String method, String path, JsonNode body, String... headers) {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        if (headers.length > 0) request.headers(headers);
        return JSON.readTree(send(request));
    }

    private HttpRequest.Builder request(String path) {
        try {
            return HttpRequest.newBuilder(URI.create(url + path))
                    .timeout(Duration.ofSeconds(30))
                    .header("Authorization", "Bearer " + key);
        } catch (IllegalArgumentException malformed) {
            throw Refusal.wrongUse("Not an address: " + url);
        }
    }

    /** Sends until it is answered; a server that is away, busy or starting is asked again for a while. */
    private byte[] send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        long giveUp = System.nanoTime() + patience.toNanos();
        String trouble = "";
        for (long pause = 50; System.nanoTime() < giveUp; pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS)) {
            try {
                HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
                if (answer.statusCode() < 300) return answer.body();
                trouble = problem(answer);
                if (!PASSING.contains(answer.statusCode())) throw refusal(answer.statusCode(), trouble);
                if (trouble.contains(BEHIND))
                    giveUp = System.nanoTime() + patience.plusMillis(pause).toNanos();
            } catch (IOException gone) {
                trouble = gone.getMessage() == null ? gone.getClass().getSimpleName() : gone.getMessage();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw Refusal.unreachable("Interrupted");
            }
            pause(pause);
        }
        throw Refusal.unreachable("The server at %s cannot be reached (%s).".formatted(url, trouble));
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Refusal refusal(int status, String detail) {
        return status >= 500 ? Refusal.unreachable("The server failed: " + detail) : Refusal.wrongUse(detail);
    }

    private static String problem(HttpResponse<byte[]> answer) {
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        try {
            JsonNode problem = JSON.readTree(text);
            String detail = problem.path("detail").asString("");
            return "%d %s: %s"
                    .formatted(answer.statusCode(), problem.path("code").asString(""), detail);
        } catch (JacksonException notJson) {
            return String.valueOf(answer.statusCode());
        }
    }
}
