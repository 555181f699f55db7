package io.stageline.projection.verify;

import io.stageline.projection.CauseEvent;
import io.stageline.projection.Causes;
import io.stageline.projection.Difference;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The differences of a comparison: all are counted, the first are kept with the events that explain them. */
final class Findings implements TableDiff.Telling {
    private final Connection connection;
    private final Causes causes;
    private final LateErasures erasures;
    private final int most;
    private final List<Difference> first = new ArrayList<>();
    private long count;

    /** Events are looked up by the connection, whose search path is the side that is expected. */
    Findings(Connection connection, Causes causes, LateErasures erasures, int most) {
        this.connection = connection;
        this.causes = causes;
        this.erasures = erasures;
        this.most = most;
    }

    @Override
    public void tell(DifferingRow row) throws SQLException {
        var key = row.key();
        for (var field : row.fields()) {
            if (Difference.PERSONAL.equals(field.shown()) && erasures.concern(key)) continue;
            count++;
            if (first.size() < most) first.add(difference(row, key, field));
        }
    }

    long count() {
        return count;
    }

    List<Difference> first() {
        return List.copyOf(first);
    }

    private Difference difference(DifferingRow row, Map<String, String> key, DifferingRow.Field field)
            throws SQLException {
        var cause = cause(row.table().name(), key, field.name(), row.expected()).orElse(null);
        return new Difference(row.table().name(), key, field.name(), field.shown(), field.expected(), cause);
    }

    private Optional<CauseEvent> cause(
            String table, Map<String, String> key, String field, @Nullable ObjectNode expected) throws SQLException {
        return expected == null ? Optional.empty() : causes.of(connection, table, key, field, expected);
    }
}
