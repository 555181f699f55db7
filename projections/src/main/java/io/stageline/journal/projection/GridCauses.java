package io.stageline.journal.projection;

import static java.util.Objects.requireNonNull;

import io.stageline.projection.CauseEvent;
import io.stageline.projection.Causes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** The way from a field of the grid to its event: by the version of the cluster that it is in, or by the row's position. */
public final class GridCauses implements Causes {
    private static final String ROW = "grid_row";

    private static final String BY_VERSION = """
            SELECT e.position, e.event_id, e.type
              FROM stageline.log_head AS h
              JOIN stageline.event AS e ON e.log_id = h.log_id
             WHERE e.tenant_id = ? AND e.stream_id = ? AND e.version = ?""";
    private static final String BY_POSITION = """
            SELECT e.position, e.event_id, e.type
              FROM stageline.log_head AS h
              JOIN stageline.event AS e ON e.log_id = h.log_id
             WHERE e.tenant_id = ? AND e.position = ?""";
    // The stream of an entry is not in its row; its lines have the version and the position of each of its events.
    private static final String OF_ENTRY = """
            SELECT e.position, e.event_id, e.type
              FROM entry_event AS line
             CROSS JOIN stageline.log_head AS h
              JOIN stageline.event AS e
                ON e.log_id = h.log_id AND e.position = line.position AND e.tenant_id = line.tenant_id
             WHERE line.tenant_id = ? AND line.journal_id = ? AND line.contact_id = ? AND line.version = ?""";

    @Override
    public Optional<CauseEvent> of(
            Connection connection, String table, Map<String, String> key, String field, ObjectNode expected)
            throws SQLException {
        return switch (table) {
            case "journal" -> ofStream(connection, key, "journal_id", version(expected, "version"));
            case "contact" -> ofStream(connection, key, "contact_id", version(expected, "version"));
            case "alert", "alert_step" -> ofStream(connection, key, "alert_id", version(expected, "version"));
            case "alert_rule", "alert_rule_revision" ->
                ofStream(connection, key, "rule_id", version(expected, "version"));
            case ROW -> ofRow(connection, key, field, expected);
            default -> atPosition(connection, key, version(expected, "position"));
        };
    }

    private static Optional<CauseEvent> ofRow(
            Connection connection, Map<String, String> key, String field, ObjectNode expected) throws SQLException {
        var cluster = cluster(field);
        var version = version(expected, cluster);
        return cluster.equals("profile_version")
                ? ofStream(connection, key, "contact_id", version)
                : ofEntry(connection, key, version);
    }

    /** The column with the version of the last event that the field may stem from. */
    static String cluster(String field) {
        return switch (field) {
            case "name", "sort_name", "profile_version" -> "profile_version";
            case "present", "added_at", "presence_version" -> "presence_version";
            case "current_stage",
                    "current_since",
                    "last_activity_at",
                    "path",
                    "moves",
                    "skips",
                    "backwards",
                    "stage_version" -> "stage_version";
            case "decision_status",
                    "decision_amount",
                    "decision_change",
                    "pledged",
                    "pledged_currency",
                    "decision",
                    "decision_version" -> "decision_version";
            default -> "version";
        };
    }

    private static Optional<CauseEvent> ofStream(
            Connection connection, Map<String, String> key, String stream, long version) throws SQLException {
        try (var select = connection.prepareStatement(BY_VERSION)) {
            select.setObject(1, id(key, "tenant_id"));
            select.setObject(2, id(key, stream));
            select.setLong(3, version);
            return event(select);
        }
    }

    private static Optional<CauseEvent> atPosition(Connection connection, Map<String, String> key, long position)
            throws SQLException {
        try (var select = connection.prepareStatement(BY_POSITION)) {
            select.setObject(1, id(key, "tenant_id"));
            select.setLong(2, position);
            return event(select);
        }
    }

    private static Optional<CauseEvent> ofEntry(Connection connection, Map<String, String> key, long version)
            throws SQLException {
        try (var select = connection.prepareStatement(OF_ENTRY)) {
            select.setObject(1, id(key, "tenant_id"));
            select.setObject(2, id(key, "journal_id"));
            select.setObject(3, id(key, "contact_id"));
            select.setLong(4, version);
            return event(select);
        }
    }

    private static Optional<CauseEvent> event(PreparedStatement select) throws SQLException {
        try (var event = select.executeQuery()) {
            return event.next()
                    ? Optional.of(new CauseEvent(event.getLong(1), event.getObject(2, UUID.class), event.getString(3)))
                    : Optional.empty();
        }
    }

    private static UUID id(Map<String, String> key, String column) {
        return UUID.fromString(requireNonNull(key.get(column), column));
    }

    private static long version(ObjectNode row, String column) {
        return row.path(column).asLong(0);
    }
}
