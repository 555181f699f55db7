package io.stageline.bench.baseline;

import io.r2dbc.spi.ConnectionFactory;
import io.stageline.bench.baseline.Baseline.StageRequest;
import java.util.UUID;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.ResponseEntity;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** WebFlux on Netty, one INSERT by R2DBC a request: what a normal team would write. */
@RestController
public final class PlainWebFlux {
    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS webflux_event (
                position    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                stream_id   uuid        NOT NULL,
                version     bigint      NOT NULL,
                request_key text        NOT NULL UNIQUE,
                payload     jsonb       NOT NULL,
                recorded_at timestamptz NOT NULL DEFAULT now(),
                UNIQUE (stream_id, version))""";

    private static final String RECORD = """
            INSERT INTO webflux_event (stream_id, version, request_key, payload)
            VALUES (:stream, :version, :key, :payload::jsonb)""";

    private final DatabaseClient database;
    private final JsonMapper json;

    PlainWebFlux(ConnectionFactory database, JsonMapper json) {
        this.database = DatabaseClient.create(database);
        this.json = json;
    }

    @PostMapping(Baseline.PATH)
    Mono<ResponseEntity<String>> record(
            @PathVariable UUID journal,
            @PathVariable UUID contact,
            @RequestHeader("Idempotency-Key") String key,
            @RequestHeader("If-Match") String ifMatch,
            @RequestBody StageRequest request) {
        var version = Baseline.expected(ifMatch) + 1;
        return database.sql(RECORD)
                .bind("stream", Baseline.stream(journal, contact))
                .bind("version", version)
                .bind("key", key)
                .bind("payload", json.writeValueAsString(request))
                .then()
                .thenReturn(Baseline.recorded(version))
                .onErrorReturn(DuplicateKeyException.class, Baseline.conflict());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        PlainWebFlux api(ConnectionFactory database, JsonMapper json) {
            DatabaseClient.create(database).sql(TABLE).then().block();
            return new PlainWebFlux(database, json);
        }
    }

    public static void main(String[] arguments) {
        Baseline.run(Application.class, WebApplicationType.REACTIVE);
    }
}
