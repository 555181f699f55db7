package io.stageline.projection;

import java.sql.SQLException;

/** A batch could not be written; it is rolled back with its token and tried again. */
public final class ProjectionFailed extends RuntimeException {
    // Only the state: the server's message may quote values, and they may be personal.
    ProjectionFailed(String projection, SQLException broken) {
        super("The projection %s cannot write: SQL state %s".formatted(projection, broken.getSQLState()));
    }
}
