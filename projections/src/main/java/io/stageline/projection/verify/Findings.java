package io.stageline.projection.verify;

import io.stageline.projection.CauseEvent;
import io.stageline.projection.Difference;
import io.stageline.projection.Projection;
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
    private final Projection projection;
    private final LateErasures erasures;
    private final Damaged damaged;
    private final int most;
    private final List<Difference> first = new ArrayList<>();
    private long count;

    /** Events are looked up by the connection, whose search path is the side that is expected. */
    Findings(Connection connection, Projection projection, LateErasures erasures, Damaged damaged, int most) {
        this.connection = connection;
        this.projection = projection;
        this.erasures = erasures;
        this.damaged = damaged;
        this.most = most;
        damaged.events().forEach(this::found);
    }

    @Override
    public void tell(DifferingRow row) throws SQLException {
        var key = row.key();
        if (damaged.concern(connection, row.table(), key)) return;
        for (var field : row.fields(projection.plainTexts())) {
            if (Difference.PERSONAL.equals(field.shown()) && erasures.concern(row)) continue;
            found(difference(row, key, field));
        }
    }

    private void found(Difference difference) {
        count++;
        if (first.size() < most) first.add(difference);
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
        return expected == null ? Optional.empty() : projection.causes().of(connection, table, key, field, expected);
    }
}
