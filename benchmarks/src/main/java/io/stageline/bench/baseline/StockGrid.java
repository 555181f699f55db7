package io.stageline.bench.baseline;

import io.stageline.bench.baseline.StockEntry.StageRecorded;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.springframework.jdbc.core.JdbcTemplate;

/** A projection in the style of Axon's own examples: one row per entry, one statement per event. */
final class StockGrid {
    static final String TABLE = """
            CREATE TABLE IF NOT EXISTS grid_row (
                entry       text   PRIMARY KEY,
                stage       text   NOT NULL,
                occurred_at text   NOT NULL,
                version     bigint NOT NULL)""";

    private static final String UPSERT = """
            INSERT INTO grid_row VALUES (?, ?, ?, ?)
                ON CONFLICT (entry) DO UPDATE
               SET stage = excluded.stage, occurred_at = excluded.occurred_at, version = excluded.version""";

    private final JdbcTemplate database;
    private final AtomicLong handled = new AtomicLong();

    StockGrid(JdbcTemplate database) {
        this.database = database;
    }

    @EventHandler
    void on(StageRecorded event, @SequenceNumber long version) {
        database.update(UPSERT, event.entry(), event.stage(), event.occurredAt(), version);
        handled.incrementAndGet();
    }

    /** How many events were handled since this was asked last. */
    long handled() {
        return handled.getAndSet(0);
    }
}
