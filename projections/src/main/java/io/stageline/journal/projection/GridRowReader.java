package io.stageline.journal.projection;

import io.stageline.journal.events.Decision;
import io.stageline.journal.events.PathText;
import io.stageline.journal.events.StagePath;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a grid row back as it was folded; the columns are those of {@link GridTable}'s load, in its order. */
final class GridRowReader {
    private GridRowReader() {}

    static GridRow row(ResultSet result) throws SQLException {
        return new GridRow(
                new EntryKey(uuid(result, 1), uuid(result, 2), uuid(result, 3)),
                new Profile(result.getString(4), result.getString(5), result.getLong(6)),
                new Presence(result.getBoolean(7), time(result, 8), result.getLong(9)),
                path(result.getString(10)),
                result.getLong(11),
                decision(result.getString(12)),
                result.getLong(13));
    }

    private static Kept<StagePath> path(String text) {
        return new Kept<>(PathText.read(text), text);
    }

    private static @Nullable Kept<Decision> decision(@Nullable String json) {
        return json == null ? null : new Kept<>(DecisionText.read(json), json);
    }

    private static UUID uuid(ResultSet result, int column) throws SQLException {
        return result.getObject(column, UUID.class);
    }

    private static @Nullable Instant time(ResultSet result, int column) throws SQLException {
        var time = result.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
