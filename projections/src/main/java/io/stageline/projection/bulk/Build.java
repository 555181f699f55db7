package io.stageline.projection.bulk;

import io.stageline.eventlog.Recorded;
import io.stageline.projection.BulkFold;
import io.stageline.projection.Catalog;
import io.stageline.projection.Generation;
import io.stageline.projection.Generations;
import io.stageline.projection.Projection;
import io.stageline.projection.parked.Letters;
import io.stageline.projection.parked.ParkingFold;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * One generation that is being built, on a connection of its own. Whatever ends it, the last checkpoint holds: rows and
 * positions are of one transaction, and a next build goes on from there.
 */
final class Build implements AutoCloseable {
    // Nobody has counted the rows of these tables yet, so a plan of the database would be a guess.
    private static final List<String> FOLDING = List.of(
            "SET ROLE stageline_owner",
            "SET enable_seqscan = off",
            "SET enable_hashjoin = off",
            "SET enable_mergejoin = off",
            "SET synchronous_commit = off",
            "SET statement_timeout = 0",
            "SET idle_in_transaction_session_timeout = 0");
    private static final List<String> COMPLETING = List.of(
            "RESET enable_seqscan",
            "RESET enable_hashjoin",
            "RESET enable_mergejoin",
            "RESET synchronous_commit",
            "SET maintenance_work_mem = '256MB'");
    private static final List<String> AS_BEFORE = List.of("RESET ROLE", "RESET ALL");

    private static final String APPENDED = "SELECT sum(position) FROM stageline.log_head";

    private final Catalog catalog;
    private final Projection projection;
    private final Generation generation;
    private final Letters letters;
    private final BulkFold fold;
    private final Map<Integer, ParkingFold> folds = new TreeMap<>();
    private final Clock clock;
    private final Connection connection;
    private final Map<Integer, Long> positions = new TreeMap<>();
    private Instant checkpoint;

    Build(
            DataSource administrator,
            Catalog catalog,
            Projection projection,
            Generation generation,
            Letters letters,
            int mostRows,
            Clock clock)
            throws SQLException {
        this.catalog = catalog;
        this.projection = projection;
        this.generation = generation;
        this.letters = letters;
        this.fold = projection.bulk(mostRows);
        this.clock = clock;
        this.checkpoint = clock.instant();
        connection = administrator.getConnection();
        try {
            run(FOLDING);
            run(List.of("SET search_path = " + generation.schema()));
            connection.setAutoCommit(false);
            positions.putAll(catalog.positions(connection, generation));
            connection.commit();
        } catch (SQLException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    Generation generation() {
        return generation;
    }

    /** The kinds of events that it does not look at. */
    Set<Class<?>> unasked() {
        return projection.unasked();
    }

    /** How many events there are in all logs by now. */
    long appended() throws SQLException {
        try (var select = connection.createStatement();
                var row = select.executeQuery(APPENDED)) {
            row.next();
            return row.getLong(1);
        }
    }

    long position(int log) {
        return positions.getOrDefault(log, 0L);
    }

    /** Folds those of the events that come after its position; what cannot be folded is a letter of the generation. */
    void fold(int log, List<Recorded> events) throws SQLException {
        var from = 0;
        while (from < events.size() && events.get(from).position() <= position(log)) from++;
        if (from == events.size()) return;
        folds.computeIfAbsent(log, one -> new ParkingFold(fold, generation, one, letters))
                .fold(connection, events.subList(from, events.size()));
        reached(log, events.get(events.size() - 1).position());
    }

    /** Knows that nothing is left to be folded up to here. */
    void reached(int log, long position) {
        positions.merge(log, position, Math::max);
    }

    boolean isDue(Duration every) {
        return fold.isFull() || !clock.instant().isBefore(checkpoint.plus(every));
    }

    void checkpoint() throws SQLException {
        fold.flush(connection);
        for (var reached : positions.entrySet())
            catalog.store(connection, generation, reached.getKey(), reached.getValue());
        connection.commit();
        checkpoint = clock.instant();
    }

    /** Makes of a build that is at its end a generation that is fed. */
    void complete(Generations generations) throws SQLException {
        connection.setAutoCommit(true);
        run(COMPLETING);
        connection.setAutoCommit(false);
        generations.complete(connection, generation, projection);
        connection.commit();
    }

    /** What came after the last checkpoint is undone; the connection goes back as it was. */
    @Override
    public void close() throws SQLException {
        try (connection) {
            if (connection.isClosed()) return;
            if (!connection.getAutoCommit()) connection.rollback();
            connection.setAutoCommit(true);
            run(AS_BEFORE);
        }
    }

    private void run(List<String> statements) throws SQLException {
        try (var sql = connection.createStatement()) {
            for (var statement : statements) sql.execute(statement);
        }
    }
}
