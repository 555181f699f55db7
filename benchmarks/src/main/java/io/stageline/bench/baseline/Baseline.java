package io.stageline.bench.baseline;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** What the four baselines share: how they start, say where they listen, reach their database and answer. */
final class Baseline {
    static final String PATH = "/v1/journals/{journal}/entries/{contact}/stages";
    static final String LISTENS = "Baseline listens on ";
    static final int CONNECTIONS = 16;

    private Baseline() {}

    /** What a client sends. */
    record StageRequest(String stage, String occurredAt, String note) {}

    static void run(Class<?> application, WebApplicationType type) {
        var spring = new SpringApplication(application);
        spring.setWebApplicationType(type);
        spring.setDefaultProperties(Map.of(
                "server.port", "0",
                "spring.main.banner-mode", "off",
                "logging.level.root", "warn",
                "server.tomcat.max-keep-alive-requests", "-1",
                "spring.r2dbc.url", "r2dbc:postgresql://" + database().getAuthority() + "/baseline",
                "spring.r2dbc.username", "postgres",
                "spring.r2dbc.password", System.getenv("BASELINE_PASSWORD"),
                "spring.r2dbc.pool.max-size", String.valueOf(CONNECTIONS)));
        spring.addListeners((ApplicationListener<WebServerInitializedEvent>)
                started -> System.out.println(LISTENS + started.getWebServer().getPort()));
        spring.run();
    }

    private static URI database() {
        return URI.create(System.getenv("BASELINE_DATABASE"));
    }

    /** A pool for those that use JDBC. */
    static HikariDataSource pool() {
        var config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://" + database().getAuthority() + "/baseline");
        config.setUsername("postgres");
        config.setPassword(System.getenv("BASELINE_PASSWORD"));
        config.setMaximumPoolSize(CONNECTIONS);
        return new HikariDataSource(config);
    }

    /** The stream of an entry, as the product derives one: from both ids. */
    static UUID stream(UUID journal, UUID contact) {
        return new UUID(
                journal.getMostSignificantBits() ^ contact.getMostSignificantBits(),
                journal.getLeastSignificantBits() ^ contact.getLeastSignificantBits());
    }

    /** The version in an If-Match header. */
    static long expected(String ifMatch) {
        return Long.parseLong(ifMatch.substring(1, ifMatch.length() - 1));
    }

    static ResponseEntity<String> recorded(long version) {
        return ResponseEntity.status(HttpStatus.CREATED)
                .eTag("\"" + version + "\"")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"version\":" + version + "}");
    }

    static ResponseEntity<String> conflict() {
        return ResponseEntity.status(HttpStatus.CONFLICT)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body("{\"code\":\"version-conflict\"}");
    }
}
