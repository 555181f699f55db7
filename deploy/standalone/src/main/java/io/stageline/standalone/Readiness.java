package io.stageline.standalone;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.Connection;
import io.stageline.eventlog.EventLogs;
import io.stageline.http.Draining;
import io.stageline.projection.Feeding;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Whether this process can do its part now: the database answers readers and writers, the projections run, nobody is leaving. */
@Component
class Readiness {
    static final String GOOD = "ok";
    static final String FAILED = "failed";
    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final Duration BETWEEN_CHECKS = Duration.ofMillis(50);
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);

    private final ConnectionPool readers;
    private final Draining draining;
    private final Optional<Feeding> projections;
    private final Optional<EventLogs> logs;
    private final boolean answersCallers;
    private final @Nullable DataSource writers;

    Readiness(
            ConnectionPool readers,
            Draining draining,
            Environment roles,
            Optional<Feeding> projections,
            Optional<EventLogs> logs,
            @Qualifier("writeDataSource") Optional<DataSource> writers) {
        this.readers = readers;
        this.draining = draining;
        this.projections = projections;
        this.logs = logs;
        this.writers = writers.orElse(null);
        this.answersCallers = roles.acceptsProfiles(Profiles.of("write | query"));
    }

    /** The checks by name, as far as they matter to the roles of this process; never why one failed, because anybody may ask. */
    Mono<Map<String, String>> checks() {
        Map<String, Mono<String>> checks = new TreeMap<>();
        checks.put("accepting", Mono.fromSupplier(() -> verdict(!draining.begun())));
        if (answersCallers) checks.put("database", withinDeadline(databaseAnswers()));
        if (writers != null) checks.put("eventLog", withinDeadline(logIsWritable(writers)));
        projections.ifPresent(
                feeding -> checks.put("projections", Mono.fromSupplier(() -> verdict(feeding.isRunning()))));
        return Flux.fromIterable(checks.entrySet())
                .flatMap(check -> check.getValue().map(verdict -> Map.entry(check.getKey(), verdict)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue, TreeMap::new);
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

    private Mono<Boolean> logIsWritable(DataSource writers) {
        return Mono.fromCallable(() -> writerAnswers(writers)).subscribeOn(Schedulers.boundedElastic());
    }

    private boolean writerAnswers(DataSource writers) throws SQLException {
        try (java.sql.Connection connection = writers.getConnection()) {
            return logs.orElseThrow().isOpen() && connection.isValid(1) && !connection.isReadOnly();
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
