package io.stageline.projection.verify;

import static io.stageline.projection.Story.id;
import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.Schema;
import io.stageline.journal.projection.GridProjection;
import io.stageline.projection.Catalog;
import io.stageline.projection.Difference;
import io.stageline.projection.Generation;
import io.stageline.projection.Progressing;
import io.stageline.projection.Projection;
import io.stageline.projection.Proof;
import io.stageline.projection.TestReadModels;
import io.stageline.projection.verify.Reconciler.Effort;
import io.stageline.projection.verify.Verification.Extent;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A log with events in it, and the live grid, which has folded some of them. */
final class LoggedGrid implements AutoCloseable {
    static final Extent WHOLE = new Extent(true, 0);

    private static final String APPEND = """
            INSERT INTO stageline.event (log_id, position, tenant_id, stream_id, version, event_id, type, payload,
                                         actor_id, causation_id, correlation_id, recorded_at, digest)
            SELECT 0, position, tenant, stream, version, event, type, payload, actor, causation, correlation, recorded_at,
                   md5(concat_ws(' ', stream, version, type, payload))::uuid
              FROM (VALUES (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?::timestamptz))
                   AS told (position, tenant, stream, version, event, type, payload, actor, causation, correlation, recorded_at)""";
    private static final String HEAD =
            "UPDATE stageline.log_head SET position = greatest(position, ?) WHERE log_id = 0";
    private static final String TOKEN = """
            INSERT INTO stageline.token_entry (processor_name, segment, token)
            VALUES ('grid', 0, convert_to('{"globalIndex":' || ?::bigint || '}', 'UTF8'))
                ON CONFLICT (processor_name, segment) DO UPDATE SET token = excluded.token""";

    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

    final TestReadModels models = new TestReadModels();
    final Projection projection;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final EventTypes types = new EventTypes();
    final Catalog catalog = new Catalog();
    final DataSource projecting = models.database().as(Schema.PROJECT);

    LoggedGrid() throws SQLException {
        this(false);
    }

    /** What is expected is folded by the code for whole logs, or as the live rows are, batch by batch. */
    LoggedGrid(boolean batchByBatch) throws SQLException {
        var grid = new GridProjection(models.opener(), models.swaps());
        projection = batchByBatch ? new OnlyBatches(grid) : grid;
    }

    /** Appends events without folding them. */
    void append(List<Recorded> events) {
        models.admin()
                .batchUpdate(
                        APPEND,
                        events.stream()
                                .map(event -> new Object[] {
                                    event.position(),
                                    event.tenant(),
                                    event.stream(),
                                    event.version(),
                                    event.eventId(),
                                    types.typeOf(event.event()),
                                    types.write(event.event()),
                                    event.origin().actor(),
                                    event.origin().causation(),
                                    event.origin().correlation(),
                                    Timestamp.from(event.recordedAt())
                                })
                                .toList());
        models.admin().update(HEAD, last(events));
    }

    /** Folds events into the live grid, whose token goes with them. */
    void fold(List<Recorded> events) throws SQLException {
        models.write(projection, events);
        models.admin().update(TOKEN, last(events));
    }

    void appendAndFold(List<Recorded> events) throws SQLException {
        append(events);
        fold(events);
    }

    Generation live() throws SQLException {
        try (var connection = projecting.getConnection()) {
            return catalog.live(connection, projection.name(), projection.shape(), null)
                    .orElseThrow();
        }
    }

    Verification verification() {
        return new Verification(projecting, types, catalog, new SplittableRandom(1));
    }

    Proof prove(Extent extent) throws SQLException {
        return prove(extent, new Unwatched());
    }

    Proof prove(Extent extent, Progressing watcher) throws SQLException {
        return verification().prove(projection, live(), extent, watcher);
    }

    Repair repair() {
        return new Repair(projecting, types, catalog);
    }

    int repair(List<Difference> differences) throws SQLException {
        return repair().run(projection, live(), differences, "a test");
    }

    Reconciler reconciler(int inOrder, @Nullable Repair repair) {
        var effort = new Effort(10, inOrder, nanos -> {});
        return new Reconciler(projecting, types, catalog, Clock.systemUTC(), meters, repair, effort);
    }

    /** Changes rows of the live grid behind its back; at least one. A name in braces is the id of who is called so. */
    void tamper(String change) {
        var sql = NAME.matcher(change).replaceAll(name -> "'" + id(name.group(1)) + "'");
        if (models.admin().update(sql) == 0) throw new IllegalArgumentException("changes nothing: " + sql);
    }

    int edition() {
        return requireNonNull(
                models.admin().queryForObject("SELECT max(edition) FROM stageline.live_generation", Integer.class));
    }

    private static long last(List<Recorded> events) {
        return events.get(events.size() - 1).position();
    }

    @Override
    public void close() {
        models.close();
    }
}
