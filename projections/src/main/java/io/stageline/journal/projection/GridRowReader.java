package io.stageline.journal.projection;

import io.stageline.projection.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** Reads a grid row back as it was folded; the columns are those of {@link GridTable}'s load, in its order. */
final class GridRowReader {
    private static final TypeReference<LinkedHashMap<String, GridCell>> CELLS = new TypeReference<>() {};

    private GridRowReader() {}

    static GridRow row(ResultSet result) throws SQLException {
        return new GridRow(
                new EntryKey(uuid(result, 1), uuid(result, 2), uuid(result, 3)),
                new Profile(result.getString(4), result.getString(5), result.getLong(6)),
                new Presence(result.getBoolean(7), time(result, 8), result.getLong(9)),
                path(result),
                decision(result.getString(18)),
                result.getLong(19));
    }

    private static StagePath path(ResultSet result) throws SQLException {
        return new StagePath(
                result.getString(10),
                time(result, 11),
                time(result, 12),
                Json.MAPPER.readValue(result.getString(13), CELLS),
                result.getInt(14),
                result.getInt(15),
                result.getInt(16),
                result.getLong(17));
    }

    private static @Nullable Decision decision(@Nullable String json) {
        return json == null ? null : Json.MAPPER.readValue(json, Decision.class);
    }

    private static UUID uuid(ResultSet result, int column) throws SQLException {
        return result.getObject(column, UUID.class);
    }

    private static @Nullable Instant time(ResultSet result, int column) throws SQLException {
        var time = result.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
