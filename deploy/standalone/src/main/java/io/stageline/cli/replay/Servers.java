package io.stageline.cli.replay;

import java.sql.SQLException;

/** Whether servers are at work on the same database, which then feed what is built, and whose commands must not be slowed. */
final class Servers {
    private static final String AT_WORK = """
            SELECT EXISTS (SELECT
                             FROM pg_stat_activity
                            WHERE datname = current_database() AND usename IN ('stageline_write', 'stageline_query'))""";

    private Servers() {}

    static boolean areAtWork(OpenReplay replay) throws SQLException {
        return replay.ask(owner -> {
            try (var select = owner.prepareStatement(AT_WORK);
                    var row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        });
    }
}
