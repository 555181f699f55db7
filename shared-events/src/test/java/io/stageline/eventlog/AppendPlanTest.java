package io.stageline.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.eventlog.Append.Answer;
import io.stageline.eventlog.Append.NewEvent;
import io.stageline.journal.events.EntryEvent.EntryAdded;
import io.stageline.test.TestDatabase;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** How an append looks things up while the statistics of its tables still say that they are empty. */
class AppendPlanTest {
    private static final int GROUPS = 50;
    private static final int REQUESTS = 64;
    private static final UUID TENANT = UUID.randomUUID();
    private static final Origin ORIGIN = new Origin(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    private static final String UNKNOWN = "ALTER TABLE stageline.%s SET (autovacuum_enabled = off)";
    private static final String LEAVE =
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = ? AND datname = ?";
    private static final String READ_BY_SCANS = """
            SELECT seq_tup_read FROM pg_stat_user_tables WHERE schemaname = 'stageline' AND relname = ?""";

    @Test
    void no_append_reads_a_whole_table_when_nothing_is_known_of_it_yet() throws InterruptedException {
        try (var database = TestDatabase.migrated()) {
            var admin = new JdbcTemplate(database.asAdmin());
            for (var table : List.of("idempotency", "event")) admin.execute(UNKNOWN.formatted(table));
            try (var logs = new EventLogs(
                    database.as(Schema.WRITE), new EventTypes(), Clock.systemUTC(), new SimpleMeterRegistry())) {
                for (var group = 0; group < GROUPS; group++) append(logs.log(0));
            }
            // A session's counts are complete when it is over.
            admin.queryForList(LEAVE, Boolean.class, Schema.WRITE, database.name());
            for (var table : List.of("idempotency", "event"))
                assertThat(admin.queryForObject(READ_BY_SCANS, Long.class, table))
                        .as(table)
                        .isLessThan(REQUESTS);
        }
    }

    private static void append(EventLog log) {
        IntStream.range(0, REQUESTS)
                .mapToObj(i -> log.append(request()))
                .toList()
                .forEach(CompletableFuture::join);
    }

    private static Append request() {
        var event =
                new NewEvent(UuidCreator.getTimeOrderedEpoch(), new EntryAdded(UUID.randomUUID(), UUID.randomUUID()));
        var answer = new Answer(UUID.randomUUID().toString(), new byte[] {1}, 201, "{}");
        return new Append(
                new StreamKey(TENANT, UuidCreator.getTimeOrderedEpoch()), 0, List.of(event), ORIGIN, answer, null);
    }
}
