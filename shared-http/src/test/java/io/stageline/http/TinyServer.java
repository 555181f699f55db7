package io.stageline.http;

import static io.stageline.refusal.Code.INVALID;
import static io.stageline.refusal.Code.UNKNOWN_JOURNAL;

import io.stageline.refusal.Refused;
import io.stageline.test.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A server of a few routes behind the real doors, on a real port and a real database. */
final class TinyServer implements AutoCloseable {
    private final TestDatabase database = TestDatabase.migrated();
    private final JdbcTemplate admin = new JdbcTemplate(database.asAdmin());
    private final ConfigurableApplicationContext context;
    private final HttpClient http = HttpClient.newHttpClient();
    final UUID tenant = UUID.randomUUID();

    TinyServer() {
        this(0);
    }

    /** One that takes so many requests a second from each key. */
    TinyServer(int requestsPerSecond) {
        context = new SpringApplication(App.class)
                .run(
                        "--server.port=0",
                        "--stageline.requests-per-second=" + requestsPerSecond,
                        "--stageline.database.port=" + database.port(),
                        "--stageline.database.name=" + database.name(),
                        "--stageline.database.query-password=" + TestDatabase.PASSWORD);
        admin.update("INSERT INTO stageline.tenant VALUES (?, 0, 'tiny', now())", tenant);
    }

    ApiKey key(String... scopes) {
        var key = ApiKey.generate(UUID.randomUUID());
        admin.update(
                "INSERT INTO stageline.api_key VALUES (?, ?, 'test', ?, ?, now())",
                tenant,
                key.keyId(),
                key.secretHash(),
                scopes);
        return key;
    }

    void revoke(ApiKey key) {
        admin.update("UPDATE stageline.api_key SET revoked_at = now() WHERE key_id = ?", key.keyId());
        context.getBean(ApiKeys.class).forget(key.keyId());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path));
    }

    HttpRequest.Builder request(String path, ApiKey key) {
        return request(path).header("Authorization", "Bearer " + key.text());
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(ApiKey key, String body) throws IOException, InterruptedException {
        return send(request("/v1/things", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    @Override
    public void close() {
        context.close();
        database.close();
    }

    @SpringBootApplication
    static class App {}

    record Part(@Nullable String name) {
        Part {
            if ("forbidden".equals(name))
                throw INVALID.because("not this one").at("/name").asException();
        }
    }

    record Thing(
            String name,
            int size,
            @Nullable Instant at,
            @Nullable List<Part> parts) {}

    @RestController
    @RequestMapping(path = "/v1", produces = MediaType.APPLICATION_JSON_VALUE)
    static class Things {
        @GetMapping("/things")
        Mono<Caller> list(
                Caller caller,
                @RequestParam(defaultValue = "50") int limit,
                @RequestParam(required = false) @Nullable String q) {
            return Mono.just(caller);
        }

        @GetMapping("/things/{id}")
        Mono<Thing> one(@PathVariable UUID id) {
            return Mono.error(new Refused(UNKNOWN_JOURNAL.because("There is no such journal.")));
        }

        @PostMapping(path = "/things", consumes = MediaType.APPLICATION_JSON_VALUE)
        Mono<Thing> add(@RequestBody Thing thing) {
            return Mono.just(thing);
        }

        @GetMapping("/broken")
        Mono<Thing> broken() {
            return Mono.error(new IllegalStateException("SELECT secret FROM jane@example.org"));
        }

        @GetMapping("/api-keys")
        Mono<Caller> keys(Caller caller) {
            return Mono.just(caller);
        }
    }
}
