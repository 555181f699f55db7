package io.stageline.query;

import io.stageline.eventlog.Recorded;
import io.stageline.projection.Catalog;
import io.stageline.projection.Generation;
import io.stageline.projection.Generations;
import io.stageline.projection.Projection;
import io.stageline.projection.Proof;
import io.stageline.projection.Switching;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Another generation of the grid with the rows of the one that is shown, as a rebuild leaves it: proven, and at a position. */
final class OtherGeneration {
    private static final String ME = "operator of the test";
    private static final Projection GRID = new Tables();

    private final Catalog catalog = new Catalog();
    private final DataSource administrator;
    private final Generation generation;

    /** The tables of the grid, which nobody folds into here. */
    private record Tables() implements Projection {
        @Override
        public String name() {
            return "grid";
        }

        @Override
        public int shape() {
            return Showing.SHAPE;
        }

        @Override
        public void write(Connection connection, List<Recorded> batch) {
            throw new UnsupportedOperationException();
        }
    }

    OtherGeneration(ReadServer server, @Nullable UUID tenant, long position) throws SQLException {
        administrator = Objects.requireNonNull(server.admin.getDataSource());
        generation = begin(tenant);
        for (var table :
                server.admin.queryForList("SELECT tablename FROM pg_tables WHERE schemaname = 'grid_v3'", String.class))
            server.admin.execute(
                    "INSERT INTO %1$s.%2$s SELECT * FROM grid_v3.%2$s".formatted(generation.schema(), table));
        standsAt(position);
    }

    private interface Work {
        void in(Connection connection) throws SQLException;
    }

    private void transaction(Work work) throws SQLException {
        try (var connection = administrator.getConnection()) {
            connection.setAutoCommit(false);
            work.in(connection);
            connection.commit();
        }
    }

    private Generation begin(@Nullable UUID tenant) throws SQLException {
        var begun = new Generation[1];
        transaction(connection -> {
            begun[0] = catalog.begin(connection, GRID, tenant);
            new Generations(administrator).complete(connection, begun[0], GRID);
            catalog.proven(connection, begun[0], new Proof(Map.of(), 0, 0, "", true, 0, List.of()));
        });
        return begun[0];
    }

    String schema() {
        return generation.schema();
    }

    /** What its feed writes with the rows of that position. */
    void standsAt(long position) throws SQLException {
        transaction(connection -> catalog.store(connection, generation, 0, position));
    }

    void promote() throws SQLException {
        new Switching(administrator).promote(generation, ME);
    }

    void rollback() throws SQLException {
        new Switching(administrator).rollback("grid", Showing.SHAPE, generation.tenant(), ME);
    }
}
