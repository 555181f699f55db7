package io.stageline.webhook.automation;

import io.stageline.eventlog.EventLog;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.Unreadable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events of which nobody could be told, because this version of the application cannot read them or what they follow. They
 * hold up nobody; each time that a feed begins, those that can be read by then are told with the next numbers: late, not lost.
 */
final class Untold {
    private static final Logger LOG_OF_PROBLEMS = LoggerFactory.getLogger(Untold.class);
    private static final String ADD = """
            INSERT INTO stageline.webhook_untold (tenant_id, log_id, position, event_id, reason)
            VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""";
    private static final String ALL =
            "SELECT position FROM stageline.webhook_untold WHERE log_id = ? ORDER BY position LIMIT 1000";
    private static final String REMOVE =
            "DELETE FROM stageline.webhook_untold WHERE tenant_id = ? AND log_id = ? AND position = ?";

    private Untold() {}

    static void add(Connection connection, EventLog log, Recorded recorded, String reason) throws SQLException {
        LOG_OF_PROBLEMS.warn(
                "the event at position {} of log {} is told to nobody yet: {}",
                recorded.position(),
                log.number(),
                reason);
        try (var add = connection.prepareStatement(ADD)) {
            add.setObject(1, recorded.tenant());
            add.setInt(2, log.number());
            add.setLong(3, recorded.position());
            add.setObject(4, recorded.eventId());
            add.setString(5, reason);
            add.executeUpdate();
        }
    }

    /** Takes out what can be read now; what cannot be told all the same is put back by who takes it. */
    static List<Recorded> readable(Connection connection, EventLog log) throws SQLException {
        var readable = new ArrayList<Recorded>();
        for (var position : positions(connection, log))
            for (var recorded : log.readAfter(position - 1, 1))
                if (!(recorded.event() instanceof Unreadable)) {
                    remove(connection, log, recorded);
                    readable.add(recorded);
                }
        return readable;
    }

    private static List<Long> positions(Connection connection, EventLog log) throws SQLException {
        try (var all = connection.prepareStatement(ALL)) {
            all.setInt(1, log.number());
            var positions = new ArrayList<Long>();
            try (var rows = all.executeQuery()) {
                while (rows.next()) positions.add(rows.getLong(1));
            }
            return positions;
        }
    }

    private static void remove(Connection connection, EventLog log, Recorded recorded) throws SQLException {
        try (var remove = connection.prepareStatement(REMOVE)) {
            remove.setObject(1, recorded.tenant());
            remove.setInt(2, log.number());
            remove.setLong(3, recorded.position());
            remove.executeUpdate();
        }
    }
}
