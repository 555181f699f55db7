package io.stageline.projection;

import io.stageline.eventlog.Recorded;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Code that folds events into the tables of one schema; it knows nothing of other generations of them. */
public interface Projection {

    /** Its name, which is also that of its DDL, its token and, with the generation, its schema. */
    String name();

    /** Writes what the batch changes, in the transaction of the connection, whose search path is the schema. */
    void write(Connection connection, List<Recorded> batch) throws SQLException;
}
