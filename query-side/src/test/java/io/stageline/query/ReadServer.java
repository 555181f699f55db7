package io.stageline.query;

import io.r2dbc.pool.ConnectionPool;
import io.stageline.eventlog.Follower;
import io.stageline.eventlog.Progress;
import io.stageline.http.ApiKey;
import io.stageline.projection.Generations;
import io.stageline.test.Hands;
import io.stageline.test.TestDatabase;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The query API on a real port over a real database, at a moment that passes only when it is told to. */
public final class ReadServer implements AutoCloseable {
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final JsonMapper JSON = new JsonMapper();
    private static final String TOKEN =
            "INSERT INTO stageline.token_entry (processor_name, segment, token) VALUES ('grid', 0, convert_to(?, 'UTF8'))";

    private final TestDatabase database = TestDatabase.migrated();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;
    public final JdbcTemplate admin = new JdbcTemplate(database.asAdmin());

    public ReadServer() {
        createReadModels();
        context = new SpringApplication(App.class).run(arguments());
    }

    @SpringBootApplication(
            scanBasePackages = {
                "io.stageline.http",
                "io.stageline.query",
                "io.stageline.journal.query",
                "io.stageline.contact.query",
                "io.stageline.alert.query"
            })
    static class App {
        @Bean
        Hands clock() {
            return new Hands(NOW);
        }

        @Bean
        Progress progress() {
            return new Progress();
        }

        @Bean
        @Primary
        CountedConnections counted(ConnectionPool pool) {
            return new CountedConnections(pool);
        }
    }

    /** Sets the clock of the server. */
    public void itIs(Instant now) {
        bean(Hands.class).moveTo(now);
    }

    /** Lets the read models of the first log stand at a position, and says so. */
    public void standsAt(long position) {
        admin.update("DELETE FROM stageline.token_entry WHERE processor_name = 'grid'");
        admin.update(TOKEN, "{\"globalIndex\":" + position + "}");
        bean(Progress.class).reached(new Follower("grid", 0), position);
    }

    private void createReadModels() {
        try {
            new Generations(database.asAdmin()).create();
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** A new tenant, known by an admin key. */
    public Tenant tenant() {
        var id = UUID.randomUUID();
        var key = ApiKey.generate(UUID.randomUUID());
        admin.update("INSERT INTO stageline.tenant VALUES (?, 0, ?, now())", id, id.toString());
        admin.update(
                "INSERT INTO stageline.api_key VALUES (?, ?, 'test', ?, ?, now())",
                id,
                key.keyId(),
                key.secretHash(),
                new String[] {"read"});
        return new Tenant(id, key);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    int port() {
        return Integer.parseInt(String.valueOf(context.getEnvironment().getProperty("local.server.port")));
    }

    String jdbcUrl() {
        return database.jdbcUrl();
    }

    /** Lets another process read the same database. */
    public String[] arguments() {
        return new String[] {
            "--server.port=0",
            "--stageline.database.port=" + database.port(),
            "--stageline.database.name=" + database.name(),
            "--stageline.database.query-password=" + TestDatabase.PASSWORD
        };
    }

    @Override
    public void close() {
        context.close();
        database.close();
    }

    /** A tenant that asks. */
    public final class Tenant {
        public final UUID id;
        private final ApiKey key;

        Tenant(UUID id, ApiKey key) {
            this.id = id;
            this.key = key;
        }

        public HttpResponse<String> get(String path, String... headers) {
            return get(path, BodyHandlers.ofString(), headers);
        }

        /** The answer while it still comes. */
        public HttpResponse<InputStream> open(String path) {
            return get(path, BodyHandlers.ofInputStream());
        }

        public UUID keyId() {
            return key.keyId();
        }

        /** Who asks, as the header says it. */
        public String authorization() {
            return "Bearer " + key.text();
        }

        private <T> HttpResponse<T> get(String path, BodyHandler<T> body, String... headers) {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
                    .header("Authorization", authorization())
                    .timeout(Duration.ofSeconds(30));
            if (headers.length > 0) request.headers(headers);
            try {
                return http.send(request.build(), body);
            } catch (Exception broken) {
                throw new IllegalStateException(broken);
            }
        }

        public JsonNode read(String path) {
            var answer = get(path);
            if (answer.statusCode() != 200)
                throw new AssertionError(path + " answered " + answer.statusCode() + " " + answer.body());
            return JSON.readTree(answer.body());
        }

        /** The code of the problem that the path is answered with. */
        public String refused(String path, int status) {
            var answer = get(path);
            if (answer.statusCode() != status)
                throw new AssertionError(path + " answered " + answer.statusCode() + " " + answer.body());
            return JSON.readTree(answer.body()).get("code").asString();
        }
    }
}
