package io.stageline.projection.verify;

import static java.util.Objects.requireNonNull;

import io.stageline.eventlog.EventTypes;
import io.stageline.projection.Catalog;
import io.stageline.projection.Difference;
import io.stageline.projection.Generation;
import io.stageline.projection.Projection;
import io.stageline.projection.ReplayAudit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Makes rows again what the log says. While it is at work on a few of them the feed stands still between two batches, so
 * what it writes is neither older nor newer than the rows around it.
 */
public final class Repair {
    private static final int AT_ONCE = 100;

    private static final String PATIENCE = "SET LOCAL lock_timeout = '5s'";
    private static final String HOLD_THE_FEED = """
            SELECT processor_name
              FROM stageline.token_entry
             WHERE processor_name = ANY (?)
             ORDER BY processor_name, segment
               FOR UPDATE""";

    private final DataSource projecting;
    private final EventTypes types;
    private final Catalog catalog;

    /** The connections are those of the projecting role. */
    public Repair(DataSource projecting, EventTypes types, Catalog catalog) {
        this.projecting = projecting;
        this.types = types;
        this.catalog = catalog;
    }

    private record RowKey(String table, Map<String, String> key) {}

    /**
     * Looks at each row of the differences again and replaces those that still differ; gives back how many. Moments are
     * left as they are: they come from all streams of a tenant, and only a rebuild makes them anew. So are rows that come
     * from an event which is not what was appended.
     */
    public int run(Projection projection, Generation generation, List<Difference> differences, String actor)
            throws SQLException {
        var rows = differences.stream()
                .filter(one -> !one.table().equals(Damaged.TABLE))
                .map(one -> new RowKey(one.table(), one.key()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        var repaired = 0;
        try (var session = new ProofSession(projecting)) {
            var scratch = new Scratch(session.connection(), projection);
            session.connection().commit();
            var all = List.copyOf(rows);
            for (var from = 0; from < all.size(); from += AT_ONCE) {
                var some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
                repaired += repair(session.connection(), scratch, generation, some, actor);
                scratch.empty();
                session.connection().commit();
            }
        }
        return repaired;
    }

    private int repair(Connection connection, Scratch scratch, Generation generation, List<RowKey> rows, String actor)
            throws SQLException {
        var tables = Table.of(connection, generation.schema()).stream()
                .collect(Collectors.toMap(Table::name, Function.identity()));
        var mine = rows.stream().filter(row -> isOfFewStreams(tables, row)).toList();
        var streams = new RowStreams(connection);
        for (var row : mine) streams.add(table(tables, row), row.key);
        var chosen = streams.withContacts();
        connection.commit();

        holdTheFeed(connection, generation);
        var at = catalog.positions(connection, generation);
        var folding = new Refolding(connection, scratch, types, generation, new Unwatched());
        for (var log : chosen.entrySet())
            folding.streams(log.getValue(), log.getKey(), at.getOrDefault(log.getKey(), 0L));
        scratch.finish();
        var replaced = replace(connection, generation, tables, mine, folding.damaged());
        if (replaced > 0) tell(connection, generation, replaced, tables(mine), actor);
        connection.commit();
        return replaced;
    }

    private static boolean isOfFewStreams(Map<String, Table> tables, RowKey row) {
        var table = table(tables, row);
        return table.isOneRowEach() || !table.reach();
    }

    private static Table table(Map<String, Table> tables, RowKey row) {
        return requireNonNull(tables.get(row.table), row.table);
    }

    private void holdTheFeed(Connection connection, Generation generation) throws SQLException {
        var tokens = catalog.positions(connection, generation).keySet().stream()
                .map(generation::token)
                .toArray();
        ProofSession.run(connection, List.of(PATIENCE));
        try (var lock = connection.prepareStatement(HOLD_THE_FEED)) {
            lock.setArray(1, connection.createArrayOf("text", tokens));
            lock.executeQuery().close();
        }
    }

    private static int replace(
            Connection connection, Generation generation, Map<String, Table> tables, List<RowKey> rows, Damaged damaged)
            throws SQLException {
        var replaced = 0;
        for (var row : rows) {
            if (damaged.concern(connection, table(tables, row), row.key)) continue;
            var one = new OneRow(connection, generation.schema(), table(tables, row), row.key);
            if (!one.differs()) continue;
            one.replace();
            replaced++;
        }
        return replaced;
    }

    private void tell(Connection connection, Generation generation, int rows, Set<String> tables, String actor)
            throws SQLException {
        catalog.newEdition(connection, generation.projection(), generation.shape());
        ReplayAudit.tell(connection, actor, "repair", generation, Map.of("rows", rows, "tables", tables));
    }

    private static Set<String> tables(List<RowKey> rows) {
        return rows.stream().map(RowKey::table).collect(Collectors.toCollection(TreeSet::new));
    }
}
