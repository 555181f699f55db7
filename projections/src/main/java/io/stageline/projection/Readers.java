package io.stageline.projection;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;

/**
 * The transactions that have learned which generation they read. Whoever takes tables away waits for them first: while it
 * waits it holds no lock, so that no reader waits for it in turn.
 */
final class Readers {
    private static final String PRESENT = """
            SELECT DISTINCT virtualtransaction
              FROM pg_locks
             WHERE relation = 'stageline.live_generation'::regclass
               AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
               AND pid <> pg_backend_pid()""";
    private static final String NONE_LEFT = """
            SELECT NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'virtualxid' AND virtualtransaction = ANY (?))""";

    private Readers() {}

    /** Whether all who read now have ended before so much time has passed. */
    static boolean leave(Connection connection, Duration longest) throws SQLException {
        var present = present(connection);
        try (var left = connection.prepareStatement(NONE_LEFT)) {
            left.setArray(1, present);
            return Poll.until(longest, () -> {
                try (var answer = left.executeQuery()) {
                    return answer.next() && answer.getBoolean(1);
                }
            });
        }
    }

    private static Array present(Connection connection) throws SQLException {
        var transactions = new ArrayList<String>();
        try (var sql = connection.createStatement();
                var rows = sql.executeQuery(PRESENT)) {
            while (rows.next()) transactions.add(rows.getString(1));
        }
        return connection.createArrayOf("text", transactions.toArray());
    }
}
