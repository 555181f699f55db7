package io.stageline.webhook.automation;

import io.stageline.eventlog.EventLog;
import io.stageline.eventlog.PassingBy;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.Unreadable;
import io.stageline.privacy.Secrets;
import io.stageline.webhook.events.WebhookEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Writes the messages of one log into the queue: events are taken in order, and what they lead to is committed together
 * with the position of the last of them. So every message is there exactly once, with the number and the body that it would
 * have had however often this was interrupted. No replay of a projection comes by here.
 */
final class Feed {
    private static final int EVENTS = 1_000;
    private static final String BEGIN =
            "INSERT INTO stageline.webhook_feed (log_id, position) VALUES (?, 0) ON CONFLICT DO NOTHING";
    private static final String MY_TURN =
            "SELECT position FROM stageline.webhook_feed WHERE log_id = ? FOR UPDATE SKIP LOCKED";
    private static final String MOVE = "UPDATE stageline.webhook_feed SET position = ? WHERE log_id = ?";

    private final EventLog log;
    private final PassingBy passing;
    private final DataSource database;
    private final FeedTables tables;
    private FedEndpoints endpoints = new FedEndpoints();

    Feed(EventLog log, DataSource database, Secrets secrets) {
        this.log = log;
        this.passing = new PassingBy(log);
        this.database = database;
        this.tables = new FeedTables(log.number(), secrets);
    }

    /** How far the feed has come, after how many events, who has something to do now, and about whom something was decided. */
    record Fed(long position, int events, Set<EndpointKey> touched, Set<EndpointKey> decided) {}

    /** Takes the next events, if there are some; null when another process is at it. */
    @Nullable
    Fed feed() throws SQLException {
        var before = passing.position();
        if (passing.passes(this::concernsSomebody)) return passedBy(before);
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var fed = inTransaction(connection);
                connection.commit();
                if (fed != null) passing.stored(fed.position, fed.events);
                return fed;
            } catch (SQLException | RuntimeException failed) {
                passing.forget();
                connection.rollback();
                throw failed;
            }
        }
    }

    private boolean concernsSomebody(Recorded recorded) {
        return recorded.event() instanceof WebhookEvent
                || recorded.event() instanceof Unreadable
                || endpoints.areThereOf(recorded.tenant());
    }

    private Fed passedBy(long before) {
        return new Fed(passing.position(), (int) (passing.position() - before), Set.of(), Set.of());
    }

    private @Nullable Fed inTransaction(Connection connection) throws SQLException {
        var isFirst = !passing.isKnown();
        var stored = stored(connection, isFirst);
        if (stored == null) return null;
        if (!passing.isAlone(stored)) endpoints = tables.endpoints(connection);
        var late = isFirst ? Untold.readable(connection, log) : List.<Recorded>of();
        var from = passing.from(stored);
        var events = log.readAfter(from, EVENTS);
        var batch = new FeedBatch(log, endpoints, tables, connection, events, from);
        for (var event : late) batch.take(event);
        var taken = 0;
        while (taken < events.size() && !batch.isFull()) batch.take(events.get(taken++));
        batch.write();
        var last = taken == 0 ? from : events.get(taken - 1).position();
        if (last > stored) move(connection, last);
        return new Fed(last, taken, batch.touched(), batch.decided());
    }

    private @Nullable Long stored(Connection connection, boolean isFirst) throws SQLException {
        if (isFirst)
            try (var begin = connection.prepareStatement(BEGIN)) {
                begin.setInt(1, log.number());
                begin.executeUpdate();
            }
        try (var turn = connection.prepareStatement(MY_TURN)) {
            turn.setInt(1, log.number());
            try (var row = turn.executeQuery()) {
                return row.next() ? row.getLong(1) : null;
            }
        }
    }

    private void move(Connection connection, long to) throws SQLException {
        try (var move = connection.prepareStatement(MOVE)) {
            move.setLong(1, to);
            move.setInt(2, log.number());
            move.executeUpdate();
        }
    }
}
