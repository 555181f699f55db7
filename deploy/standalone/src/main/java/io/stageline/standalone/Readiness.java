package io.stageline.standalone;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.Connection;
import io.stageline.eventlog.EventLog;
import io.stageline.http.Draining;
import io.stageline.projection.ProjectionRunner;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Whether requests can be served now: the database answers readers and writers, the projections run, nobody is leaving. */
@Component
class Readiness {
    static final String GOOD = "ok";
    static final String FAILED = "failed";
    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final Duration BETWEEN_CHECKS = Duration.ofMillis(50);
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);

    private final ConnectionPool readers;
    private final DataSource writers;
    private final EventLog log;
    private final ProjectionRunner projections;
    private final Draining draining;

    Readiness(
            ConnectionPool readers,
            @Qualifier("writeDataSource") DataSource writers,
            EventLog log,
            ProjectionRunner projections,
            Draining draining) {
        this.readers = readers;
        this.writers = writers;
        this.log = log;
        this.projections = projections;
        this.draining = draining;
    }

    /** The checks by name; never why one failed, because anybody may ask. */
    Mono<Map<String, String>> checks() {
        return Mono.zip(withinDeadline(databaseAnswers()), withinDeadline(logIsWritable()))
                .map(found -> {
                    Map<String, String> checks = new TreeMap<>();
                    checks.put("database", found.getT1());
                    checks.put("eventLog", found.getT2());
                    checks.put("projections", verdict(projections.isRunning()));
                    checks.put("accepting", verdict(!draining.begun()));
                    return checks;
                });
    }

    /** Waits until all is good, so that who reads that the server listens is served at once. */
    void await() {
        Mono.defer(this::checks)
                .filter(checks -> !checks.containsValue(FAILED))
                .repeatWhenEmpty(again -> again.delayElements(BETWEEN_CHECKS))
                .block(STARTS_WITHIN);
    }

    private Mono<Boolean> databaseAnswers() {
        return Mono.usingWhen(
                readers.create(),
                connection -> Mono.from(connection.createStatement("SELECT 1").execute())
                        .flatMap(result -> Mono.from(result.map((row, about) -> true))),
                Connection::close);
    }

    private Mono<Boolean> logIsWritable() {
        return Mono.fromCallable(this::writerAnswers).subscribeOn(Schedulers.boundedElastic());
    }

    private boolean writerAnswers() throws SQLException {
        try (java.sql.Connection connection = writers.getConnection()) {
            return log.isOpen() && connection.isValid(1) && !connection.isReadOnly();
        }
    }

    private static Mono<String> withinDeadline(Mono<Boolean> check) {
        return check.timeout(DEADLINE)
                .onErrorReturn(false)
                .defaultIfEmpty(false)
                .map(Readiness::verdict);
    }

    private static String verdict(boolean good) {
        return good ? GOOD : FAILED;
    }
}
