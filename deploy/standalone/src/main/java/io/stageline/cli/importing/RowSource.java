package io.stageline.cli.importing;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file read row by row, once, from front to back. */
interface RowSource extends Closeable {

    /** Moves to the next row; false at the end. */
    boolean next() throws IOException;

    /** The line of the present row, or the number of the event. */
    long line();

    /** The text of a field of the present row; null when the row has none. */
    @Nullable String text(Field field);

    /** How much of the file was read, from 0 to 1. */
    double progress();

    /** What a row is read for. */
    enum Field {
        CASE,
        STAGE,
        TIME,
        AMOUNT,
        NAME
    }
}
