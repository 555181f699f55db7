package io.stageline.projection.verify;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Who of several processes reconciles a projection: it ends with the connection, also if the process is killed. */
final class Turn implements AutoCloseable {
    private static final String TAKE = "SELECT pg_try_advisory_lock(hashtext('stageline.reconcile'), hashtext(?))";
    private static final String END = "SELECT pg_advisory_unlock(hashtext('stageline.reconcile'), hashtext(?))";

    private final Connection connection;
    private final String projection;
    private final boolean mine;

    Turn(DataSource database, String projection) throws SQLException {
        this.connection = database.getConnection();
        this.projection = projection;
        try {
            this.mine = ask(TAKE);
        } catch (SQLException failed) {
            connection.close();
            throw failed;
        }
    }

    boolean isMine() {
        return mine;
    }

    private boolean ask(String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, projection);
            try (var answer = statement.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            if (mine) ask(END);
        }
    }
}
