package io.stageline.projection.verify;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** A connection of the projecting role that is lent for a proof; what the proof made of it ends with it. */
final class ProofSession implements AutoCloseable {
    // Folding and samples look rows up by their keys, in tables that nobody has analysed.
    private static final List<String> FOLDING =
            List.of("SET enable_seqscan = off", "SET enable_hashjoin = off", "SET enable_mergejoin = off");
    private static final List<String> COMPARING = List.of(
            "SET enable_seqscan = on",
            "SET enable_hashjoin = on",
            "SET enable_mergejoin = on",
            "SET plan_cache_mode = auto");

    // Rows are compared as text, so both sides are written by the same settings.
    private static final List<String> BEGIN = List.of(
            "SET search_path = pg_temp",
            "SET TimeZone = 'UTC'",
            "SET jit = off",
            "SET statement_timeout = 0",
            "SET idle_in_transaction_session_timeout = 0");
    // Statements that the driver keeps prepared know the types of tables that are gone then.
    private static final List<String> END = List.of("DISCARD ALL");

    private final Connection connection;

    ProofSession(DataSource projecting) throws SQLException {
        connection = projecting.getConnection();
        try {
            run(connection, BEGIN);
            connection.setAutoCommit(false);
            run(connection, FOLDING);
        } catch (SQLException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    Connection connection() {
        return connection;
    }

    /** From now on everything is of one snapshot, until the next commit. */
    void oneSnapshot() throws SQLException {
        connection.commit();
        try (var sql = connection.createStatement()) {
            sql.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        }
    }

    /** From now on whole tables are compared. */
    void comparing() throws SQLException {
        run(connection, COMPARING);
    }

    static void run(Connection connection, List<String> statements) throws SQLException {
        try (var sql = connection.createStatement()) {
            for (var statement : statements) sql.execute(statement);
        }
    }

    @Override
    public void close() throws SQLException {
        try {
            if (connection.isClosed()) return;
            if (!connection.getAutoCommit()) connection.rollback();
            connection.setAutoCommit(true);
            run(connection, END);
        } finally {
            connection.close();
        }
    }
}
