package io.stageline.projection.parked;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.contact.events.ContactEvent.ContactErased;
import io.stageline.eventlog.Append;
import io.stageline.eventlog.Append.KeyChange;
import io.stageline.eventlog.Append.NewEvent;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.Schema;
import io.stageline.eventlog.StreamKey;
import io.stageline.journal.projection.GridProjection;
import io.stageline.privacy.MasterKey;
import io.stageline.projection.Generation;
import io.stageline.projection.Projection;
import io.stageline.projection.TestReadModels;
import io.stageline.test.Hands;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The grid with a log in front of it, fed step by step: token and rows in one transaction, the token first. */
final class FedGrid implements AutoCloseable {
    static final Generation GENERATION = new Generation("grid", 3, 4, null, Generation.State.LIVE, "grid");

    private static final String KNOWN_GENERATION = """
            INSERT INTO stageline.generation (projection, generation, shape, state, feed)
            VALUES ('grid', 3, 4, 'live', 'grid') ON CONFLICT DO NOTHING""";
    private static final String SHOWN_GENERATION = """
            INSERT INTO stageline.live_generation (projection, shape, for_tenant, generation, edition)
            VALUES ('grid', 4, '00000000-0000-0000-0000-000000000000', 3, 7) ON CONFLICT DO NOTHING""";
    private static final String TOKEN = """
            INSERT INTO stageline.token_entry (processor_name, segment, token)
            VALUES ('grid', 0, convert_to('{"globalIndex": %d}', 'UTF8'))
                ON CONFLICT (processor_name, segment) DO UPDATE SET token = excluded.token""";

    final TestReadModels models = new TestReadModels();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Hands clock = new Hands();
    final Stuck stuck = new Stuck("grid", clock, meters);
    final FailedRatio ratio = new FailedRatio("grid", Clock.systemUTC(), meters);
    final GridProjection grid = new GridProjection(models.opener(), models.swaps());
    private final EventTypes types = new EventTypes();
    private final EventLogs writing =
            new EventLogs(models.database().as(Schema.WRITE), types, Clock.systemUTC(), new SimpleMeterRegistry());
    private final EventLogs reading = EventLogs.forReading(models.database().as(Schema.PROJECT), types);
    final Letters letters = new Letters(
            models.database().as(Schema.PROJECT),
            reading,
            types,
            new MasterKey(new byte[MasterKey.BYTES]),
            Clock.systemUTC());
    private long reached;

    FedGrid() throws SQLException {
        models.admin().update(KNOWN_GENERATION);
        models.admin().update(SHOWN_GENERATION);
    }

    void append(List<Recorded> events) {
        for (var event : events)
            writing.append(new Append(
                            new StreamKey(event.tenant(), event.stream()),
                            event.version() - 1,
                            List.of(new NewEvent(event.eventId(), event.event())),
                            event.origin(),
                            null,
                            event.event() instanceof ContactErased erased
                                    ? new KeyChange(erased.contactId(), null)
                                    : null))
                    .join();
    }

    /** All events from after where the feed is, as they are in the log. */
    List<Recorded> next() {
        return after(reached);
    }

    // One read may end early, where another one has read before.
    private List<Recorded> after(long position) {
        var all = new ArrayList<Recorded>();
        for (var next = reading.log(0).readAfter(position, Integer.MAX_VALUE);
                !next.isEmpty();
                next = reading.log(0).readAfter(position + all.size(), Integer.MAX_VALUE)) all.addAll(next);
        return all;
    }

    /** Feeds the next events as one batch, which may fail. */
    void once(Projection projection) throws SQLException {
        batch(projection, next());
    }

    void batch(Projection projection, List<Recorded> batch) throws SQLException {
        var last = batch.get(batch.size() - 1).position();
        models.inTransaction("grid", connection -> {
            run(connection, TOKEN.formatted(last));
            projection.write(connection, batch);
        });
        reached = last;
    }

    /** Feeds everything that is in the log in batches of so many events, again when one fails, as a processor does. */
    void feed(Projection projection, int atOnce) throws SQLException {
        for (var left = next(); !left.isEmpty(); left = next()) {
            var batch = left.subList(0, Math.min(atOnce, left.size()));
            try {
                batch(projection, batch);
            } catch (SQLException | RuntimeException failed) {
                batch(projection, batch);
            }
        }
    }

    Parking parking(Projection inner) {
        return new Parking(inner, GENERATION, 0, letters, ratio, stuck);
    }

    List<Letter> all() throws SQLException {
        return letters.list("grid", null, 1_000);
    }

    List<Letter> parked() throws SQLException {
        return letters.open("grid", 1_000);
    }

    /** The rows as they are if everything in the log is folded, batch by batch, and nothing was ever put aside. */
    List<String> foldOfTheLog() throws SQLException {
        models.forget("grid");
        models.write(grid, after(0));
        return models.rows("grid");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws InterruptedException {
        reading.close();
        writing.close();
        models.close();
    }
}
