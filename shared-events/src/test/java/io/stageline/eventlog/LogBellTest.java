package io.stageline.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.eventlog.Append.NewEvent;
import io.stageline.journal.events.JournalEvent.JournalRenamed;
import io.stageline.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class LogBellTest {
    private static final Origin ORIGIN = new Origin(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestDatabase database = TestDatabase.migrated();
    private final EventLogs logs =
            new EventLogs(database.as(Schema.WRITE), new EventTypes(), Clock.systemUTC(), new SimpleMeterRegistry());
    private final Connection other = database.as(Schema.WRITE).getConnection();

    LogBellTest() throws SQLException {
        run("LISTEN stageline_log_0");
        run("LISTEN marker");
    }

    @AfterEach
    void close() throws SQLException, InterruptedException {
        other.close();
        logs.close();
        database.close();
    }

    private void run(String sql) throws SQLException {
        try (var statement = other.createStatement()) {
            statement.execute(sql);
        }
    }

    private long append() {
        var stream = new StreamKey(UUID.randomUUID(), UUID.randomUUID());
        var event = new NewEvent(UUID.randomUUID(), new JournalRenamed(stream.stream(), "a name"));
        return logs.append(new Append(stream, 0, List.of(event), ORIGIN, null, null))
                .join()
                .last();
    }

    /** What is heard until this is. */
    private List<String> heardUntil(String last) throws SQLException {
        var heard = new ArrayList<String>();
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!heard.contains(last) && System.nanoTime() < end)
            for (var news : other.unwrap(PGConnection.class).getNotifications(100)) heard.add(news.getParameter());
        assertThat(heard).contains(last);
        return heard;
    }

    @Test
    void nobody_is_rung_for_who_does_not_greet() throws SQLException {
        for (var i = 0; i < 50; i++) append();
        run("NOTIFY marker, 'now'");
        assertThat(heardUntil("now")).containsExactly("now");
    }

    @Test
    void who_greets_is_rung_for_at_once_and_from_then_on() throws SQLException {
        var before = append();
        run("NOTIFY " + Neighbours.CHANNEL + ", 'another process'");
        heardUntil(Long.toString(before));
        heardUntil(Long.toString(append()));
    }
}
