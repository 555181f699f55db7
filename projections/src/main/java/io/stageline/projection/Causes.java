package io.stageline.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The way back from a field of a read model to the event that it comes from. */
@FunctionalInterface
public interface Causes {
    /** Of a projection that knows no way back. */
    Causes NONE = (connection, table, key, field, expected) -> Optional.empty();

    /** The last event that the field should stem from, given the row as the log explains it. */
    Optional<CauseEvent> of(
            Connection connection, String table, Map<String, String> key, String field, ObjectNode expected)
            throws SQLException;
}
