package io.stageline.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Single requests to the product, for all that is not measured. */
public final class Api {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int UNAVAILABLE = 503;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final String base;
    private final String key;

    public Api(InetSocketAddress server, String key) {
        this.base = "http://127.0.0.1:" + server.getPort();
        this.key = key;
    }

    public String post(String path, String type, String body) {
        return good(request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    /** Without a body. */
    public String post(String path) {
        return good(request(path).POST(BodyPublishers.noBody()));
    }

    public String get(String path) {
        return good(request(path).GET());
    }

    /** Asks until the read models have come so far. */
    public void awaitPosition(String journal, long position) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        for (var view : new String[] {"grid?limit=1&", "report?"})
            while (statusOf("/v1/journals/" + journal + "/" + view + "minPosition=" + position) == UNAVAILABLE) {
                if (System.nanoTime() > end) throw new IllegalStateException("the read models stay behind");
                LockSupport.parkNanos(PAUSE.toNanos());
            }
    }

    private int statusOf(String path) {
        return send(request(path).GET()).statusCode();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", "Bearer " + key);
    }

    private String good(HttpRequest.Builder request) {
        var answer = send(request);
        if (answer.statusCode() >= 300) throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
        return answer.body();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
