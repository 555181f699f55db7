package io.stageline.journal.query;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How an export is written down; its last record tells that it is whole, or where and why it broke off. */
interface ExportFormat {

    /** Why an export broke off, after how many rows and behind which contact, and as of when it was told. */
    record BrokenOff(String code, long rows, @Nullable UUID last, long position, Instant asOf) {}

    /** What stands before the first row. */
    byte[] head();

    /** Rows from their lines (see {@link RowJson}). */
    byte[] rows(String lines);

    /** The last record of an export that is whole. */
    byte[] end(long rows, long position);

    /** The last record of one that broke off; it names all that is needed to go on there. */
    byte[] error(BrokenOff how);
}
