package io.stageline.projection;

import io.stageline.eventlog.Recorded;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Code that folds events into the tables of one schema; it knows nothing of other generations of them. */
public interface Projection {

    /** Its name, which is also that of its DDL, its first token and, with the generation, its schema. */
    String name();

    /** The number of its tables and its fold: another one whenever either changes, as old rows and new code do not mix. */
    default int shape() {
        return 1;
    }

    /** The kinds of events that it does not look at: of them it needs no more than the position and the time. */
    default Set<Class<?>> unasked() {
        return Set.of();
    }

    /** Writes what the batch changes, in the transaction of the connection, whose search path is the schema. */
    void write(Connection connection, List<Recorded> batch) throws SQLException;

    /** Writes events of one stream that come after later ones of other streams, and makes good what those missed. */
    default void writeLate(Connection connection, List<Recorded> sequence) throws SQLException {
        write(connection, sequence);
    }

    /** Takes away at once what withheld events say must not be kept; says whether there was such an event. */
    default boolean forget(Connection connection, List<Recorded> withheld) throws SQLException {
        return false;
    }

    /** A fold for a whole log, which holds about so many rows at most. */
    default BulkFold bulk(int mostRows) {
        return new BatchByBatch(this);
    }

    /** The statements that complete rows written in bulk, once all are there with their indexes. */
    default List<String> finish() {
        return List.of();
    }

    /** Those texts of its tables, as column or as table.column, that may be told to anybody: any other may be personal. */
    default Set<String> plainTexts() {
        return Set.of();
    }

    /** How a field of its tables is explained by an event. */
    default Causes causes() {
        return Causes.NONE;
    }
}
