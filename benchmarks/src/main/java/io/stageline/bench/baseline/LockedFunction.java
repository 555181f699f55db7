package io.stageline.bench.baseline;

import io.stageline.bench.baseline.Baseline.StageRequest;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** An append function that takes an advisory lock, in the style of message-db, behind WebFlux and JDBC. */
@RestController
public final class LockedFunction {
    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS message (
                position    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                stream_id   uuid        NOT NULL,
                version     bigint      NOT NULL,
                request_key text        NOT NULL UNIQUE,
                payload     jsonb       NOT NULL,
                recorded_at timestamptz NOT NULL DEFAULT now(),
                UNIQUE (stream_id, version))""";

    // The lock of the whole category, held to the end of the transaction, keeps positions in commit order.
    private static final String FUNCTION = """
            CREATE OR REPLACE FUNCTION write_message(p_stream uuid, p_expected bigint, p_key text, p_payload jsonb)
                RETURNS bigint LANGUAGE plpgsql AS $$
            DECLARE
                current bigint;
            BEGIN
                PERFORM pg_advisory_xact_lock(hashtext('entry'));
                SELECT coalesce(max(m.version), 0) INTO current FROM message m WHERE m.stream_id = p_stream;
                IF current <> p_expected THEN
                    RAISE EXCEPTION 'wrong expected version: %', current USING ERRCODE = '23505';
                END IF;
                INSERT INTO message (stream_id, version, request_key, payload)
                VALUES (p_stream, current + 1, p_key, p_payload);
                RETURN current + 1;
            END $$""";

    private static final int THREADS = 64;

    private final JdbcTemplate database;
    private final JsonMapper json;
    private final Scheduler blocking = Schedulers.newBoundedElastic(THREADS, 10_000, "jdbc");

    LockedFunction(DataSource database, JsonMapper json) {
        this.database = new JdbcTemplate(database);
        this.json = json;
        this.database.execute(TABLE);
        this.database.execute(FUNCTION);
    }

    @PostMapping(Baseline.PATH)
    Mono<ResponseEntity<String>> record(
            @PathVariable UUID journal,
            @PathVariable UUID contact,
            @RequestHeader("Idempotency-Key") String key,
            @RequestHeader("If-Match") String ifMatch,
            @RequestBody StageRequest request) {
        var stream = Baseline.stream(journal, contact);
        return Mono.fromCallable(() -> append(stream, Baseline.expected(ifMatch), key, request))
                .subscribeOn(blocking)
                .map(Baseline::recorded)
                .onErrorReturn(DataIntegrityViolationException.class, Baseline.conflict());
    }

    private Long append(UUID stream, long expected, String key, StageRequest request) {
        var payload = json.writeValueAsString(request);
        return Objects.requireNonNull(database.queryForObject(
                "SELECT write_message(?, ?, ?, ?::jsonb)", Long.class, stream, expected, key, payload));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        DataSource database() {
            return Baseline.pool();
        }

        @Bean
        LockedFunction api(DataSource database, JsonMapper json) {
            return new LockedFunction(database, json);
        }
    }

    public static void main(String[] arguments) {
        Baseline.run(Application.class, WebApplicationType.REACTIVE);
    }
}
