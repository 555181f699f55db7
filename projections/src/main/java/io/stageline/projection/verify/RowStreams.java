package io.stageline.projection.verify;

import static java.util.Objects.requireNonNull;

import io.stageline.eventlog.StreamKey;
import io.stageline.projection.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Which streams a row is the fold of, found by what its key says that it is about; by log. */
final class RowStreams {
    private static final String TENANT = "tenant_id";

    // Events say what they are about as the columns do, in the words of the language: journal_id is journalId.
    private static final String BEGUN_ABOUT = """
            SELECT e.log_id, e.tenant_id, e.stream_id
              FROM stageline.log_head AS h
              JOIN stageline.event AS e ON e.log_id = h.log_id
             WHERE e.tenant_id = ? AND e.version = 1 AND e.payload @> ?::jsonb""";
    private static final String BEGUN = """
            SELECT e.log_id, e.tenant_id, e.stream_id
              FROM stageline.log_head AS h
              JOIN stageline.event AS e ON e.log_id = h.log_id
             WHERE e.tenant_id = ? AND e.stream_id = ? AND e.version = 1""";

    private final Connection connection;
    private final Map<Integer, Set<StreamKey>> found = new TreeMap<>();

    RowStreams(Connection connection) {
        this.connection = connection;
    }

    /** Adds the streams of a row: one of the same id, or all that begin with what the row is about. */
    void add(Table table, Map<String, String> key) throws SQLException {
        var about =
                table.ids().stream().filter(column -> !column.equals(TENANT)).toList();
        if (about.size() == 1 && !table.reach()) {
            try (var select = connection.prepareStatement(BEGUN)) {
                select.setObject(1, id(key, TENANT));
                select.setObject(2, id(key, about.get(0)));
                read(select);
            }
            return;
        }
        var properties = about.stream().collect(Collectors.toMap(RowStreams::property, column -> id(key, column)
                .toString()));
        try (var select = connection.prepareStatement(BEGUN_ABOUT)) {
            select.setObject(1, id(key, TENANT));
            select.setString(2, Json.MAPPER.writeValueAsString(properties));
            read(select);
        }
    }

    /** All streams that were found, with those of the contacts that they are about. */
    Map<Integer, Set<StreamKey>> withContacts() throws SQLException {
        var all = new TreeMap<Integer, Set<StreamKey>>();
        for (var log : found.entrySet())
            all.put(log.getKey(), StreamSample.withContacts(connection, log.getKey(), log.getValue()));
        return all;
    }

    private void read(PreparedStatement select) throws SQLException {
        try (var rows = select.executeQuery()) {
            while (rows.next())
                found.computeIfAbsent(rows.getInt(1), log -> new LinkedHashSet<>())
                        .add(new StreamKey(rows.getObject(2, UUID.class), rows.getObject(3, UUID.class)));
        }
    }

    private static String property(String column) {
        return column.substring(0, column.length() - "_id".length()) + "Id";
    }

    private static UUID id(Map<String, String> key, String column) {
        return UUID.fromString(requireNonNull(key.get(column), column));
    }
}
