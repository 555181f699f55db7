package io.stageline.bench.baseline;

import io.stageline.bench.baseline.Baseline.StageRequest;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Spring MVC on Tomcat, a thread a request, one INSERT by JDBC: no event sourcing, no aggregate. */
@RestController
public final class PlainMvc {
    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS mvc_event (
                position    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                stream_id   uuid        NOT NULL,
                version     bigint      NOT NULL,
                request_key text        NOT NULL UNIQUE,
                payload     jsonb       NOT NULL,
                recorded_at timestamptz NOT NULL DEFAULT now(),
                UNIQUE (stream_id, version))""";

    private static final String RECORD =
            "INSERT INTO mvc_event (stream_id, version, request_key, payload) VALUES (?, ?, ?, ?::jsonb)";

    private final JdbcTemplate database;
    private final JsonMapper json;

    PlainMvc(DataSource database, JsonMapper json) {
        this.database = new JdbcTemplate(database);
        this.json = json;
        this.database.execute(TABLE);
    }

    @PostMapping(Baseline.PATH)
    ResponseEntity<String> record(
            @PathVariable UUID journal,
            @PathVariable UUID contact,
            @RequestHeader("Idempotency-Key") String key,
            @RequestHeader("If-Match") String ifMatch,
            @RequestBody StageRequest request) {
        var version = Baseline.expected(ifMatch) + 1;
        try {
            database.update(RECORD, Baseline.stream(journal, contact), version, key, json.writeValueAsString(request));
            return Baseline.recorded(version);
        } catch (DuplicateKeyException taken) {
            return Baseline.conflict();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        DataSource database() {
            return Baseline.pool();
        }

        @Bean
        PlainMvc api(DataSource database, JsonMapper json) {
            return new PlainMvc(database, json);
        }
    }

    public static void main(String[] arguments) {
        Baseline.run(Application.class, WebApplicationType.SERVLET);
    }
}
