package io.stageline.projection;

import io.stageline.eventlog.Recorded;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A fold that holds what it has folded; the rows are complete only after a flush, in the transaction of a checkpoint. */
public interface BulkFold {

    /**
     * Folds the next events of the log; it may load rows written earlier, and write what never changes again. A fold that
     * fails leaves what is held as it was: back at a savepoint the same events can be folded in other pieces.
     */
    void fold(Connection generation, List<Recorded> events) throws SQLException;

    /** Whether it holds as many rows as it may, so that a checkpoint is due. */
    boolean isFull();

    /** Writes what it holds, in the transaction of the connection, whose search path is the schema. */
    void flush(Connection generation) throws SQLException;
}
