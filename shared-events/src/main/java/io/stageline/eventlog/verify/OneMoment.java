package io.stageline.eventlog.verify;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Several connections that all see the database as it was at one moment, while others go on writing. */
final class OneMoment implements AutoCloseable {
    /** Rows of all tenants, read in the order of positions, for as long as it takes; nothing can be written. */
    private static final List<String> SETTINGS = List.of(
            "SET LOCAL ROLE stageline_owner",
            "SET LOCAL enable_seqscan = off",
            "SET LOCAL enable_bitmapscan = off",
            "SET LOCAL statement_timeout = 0",
            "SET LOCAL idle_in_transaction_session_timeout = 0");

    private final List<Connection> connections = new ArrayList<>();

    OneMoment(DataSource database, int others) throws SQLException {
        try {
            var moment = quoted(connect(database, "SELECT pg_export_snapshot()"));
            for (var i = 0; i < others; i++) connect(database, "SET TRANSACTION SNAPSHOT " + moment);
            for (var connection : connections) execute(connection, SETTINGS);
        } catch (SQLException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private static String quoted(String moment) {
        return "'" + moment + "'";
    }

    private String connect(DataSource database, String statement) throws SQLException {
        var connection = database.getConnection();
        connections.add(connection);
        connection.setAutoCommit(false);
        try (var sql = connection.createStatement()) {
            sql.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            if (!sql.execute(statement)) return "";
            try (var row = sql.getResultSet()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static void execute(Connection connection, List<String> statements) throws SQLException {
        try (var sql = connection.createStatement()) {
            for (var statement : statements) sql.execute(statement);
        }
    }

    Connection first() {
        return connections.get(0);
    }

    List<Connection> others() {
        return connections.subList(1, connections.size());
    }

    @Override
    public void close() throws SQLException {
        for (var connection : connections) connection.close();
    }
}
