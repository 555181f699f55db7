package io.stageline.projection;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** One transaction as the owner of the tables; the login behind the data source must be allowed to become it. */
public final class AsOwner {
    // A database that was copied from another one has lost the grants on itself.
    private static final String BECOME_OWNER = """
            DO $$
            BEGIN
                IF NOT has_database_privilege('stageline_owner', current_database(), 'CREATE') THEN
                    PERFORM pg_advisory_xact_lock(hashtext('stageline.schema'));
                    EXECUTE format('GRANT CREATE ON DATABASE %I TO stageline_owner', current_database());
                END IF;
            END
            $$;
            SET LOCAL ROLE stageline_owner""";

    private AsOwner() {}

    /** What is done in the transaction, which commits unless this throws. */
    @FunctionalInterface
    public interface Work<T> {
        T in(Connection owner) throws SQLException;
    }

    /** What the work gives back, once it is committed. */
    public static <T> T transaction(DataSource database, Work<T> work) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                become(connection);
                var done = work.in(connection);
                connection.commit();
                return done;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /** Goes on as the owner until the transaction ends. */
    static void become(Connection connection) throws SQLException {
        run(connection, BECOME_OWNER);
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
