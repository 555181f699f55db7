package io.stageline.projection.verify;

import io.stageline.eventlog.Recorded;
import io.stageline.projection.BatchByBatch;
import io.stageline.projection.BulkFold;
import io.stageline.projection.Generations;
import io.stageline.projection.Projection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** The tables of a read model as temporary ones: what the log explains is folded into them, and they end with their session. */
final class Scratch {
    /** Where the tables are, for statements that name both sides. */
    static final String SCHEMA = "pg_temp";

    private static final int MOST_ROWS = 50_000;
    private static final String TABLES = """
            SELECT string_agg(format('pg_temp.%I', relname), ', ')
              FROM pg_class
             WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'""";

    private final Connection connection;
    private final Projection projection;
    private BulkFold fold;
    private boolean complete;

    /** The search path of the connection must be the temporary schema, which must be empty. */
    Scratch(Connection connection, Projection projection) throws SQLException {
        this.connection = connection;
        this.projection = projection;
        this.fold = projection.bulk(MOST_ROWS);
        ProofSession.run(connection, Generations.ddl(projection.name(), false));
        if (fold instanceof BatchByBatch) addKeys();
    }

    /** Adds what comes late to tables that are written in bulk: keys and indexes. */
    void addKeys() throws SQLException {
        if (!complete) ProofSession.run(connection, Generations.ddl(projection.name(), true));
        complete = true;
    }

    /** The kinds of events that are not looked at. */
    Set<Class<?>> unasked() {
        return projection.unasked();
    }

    void fold(List<Recorded> events) throws SQLException {
        fold.fold(connection, events);
        if (fold.isFull()) fold.flush(connection);
    }

    /** Writes what is still held, and makes it comparable. */
    void finish() throws SQLException {
        fold.flush(connection);
        addKeys();
        ProofSession.run(connection, projection.finish());
    }

    /** Lets the database know how many rows there are, for whoever compares whole tables. */
    void count() throws SQLException {
        for (var table : tables().split(", ", -1)) ProofSession.run(connection, List.of("ANALYZE " + table));
    }

    /** Forgets every row, so that other streams can be folded. */
    void empty() throws SQLException {
        ProofSession.run(connection, List.of("TRUNCATE " + tables()));
        fold = projection.bulk(MOST_ROWS);
    }

    private String tables() throws SQLException {
        try (var sql = connection.createStatement();
                var names = sql.executeQuery(TABLES)) {
            names.next();
            return names.getString(1);
        }
    }
}
