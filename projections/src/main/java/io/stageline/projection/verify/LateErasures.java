package io.stageline.projection.verify;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Erasures that a generation has not folded yet: the key of the contact is gone already, so the fold of the log has no
 * texts where the generation rightly has them for another moment.
 */
record LateErasures(DataSource projecting, Map<Integer, Long> at) {
    private static final String ERASED = """
            SELECT h.log_id, e.position
              FROM stageline.log_head AS h
              JOIN stageline.event AS e ON e.log_id = h.log_id
             WHERE e.tenant_id = ? AND e.stream_id = ? AND e.type LIKE 'contact.erased/%'""";

    /** Whether the contact of the row was erased after the position of the comparison. */
    boolean concern(DifferingRow row) throws SQLException {
        var contact = row.contact();
        if (contact == null) return false;
        try (var connection = projecting.getConnection();
                var select = connection.prepareStatement(ERASED)) {
            select.setObject(1, UUID.fromString(requireNonNull(row.key().get("tenant_id"))));
            select.setObject(2, UUID.fromString(contact));
            try (var erased = select.executeQuery()) {
                return erased.next() && erased.getLong(2) > at.getOrDefault(erased.getInt(1), 0L);
            }
        }
    }
}
