package io.stageline.projection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.stageline.eventlog.Progress;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.RecordedMessage;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** Gathers the events of a batch and hands them to their projection once, in the transaction that stores the token. */
final class ProjectionInvoker implements EventHandlerInvoker {
    private static final String BATCH = "stageline.projection.batch";
    // Token and rows are in one transaction and can be derived again, so its commit need not wait for the disk.
    private static final String PREPARE =
            "SELECT set_config('search_path', ?, true), set_config('synchronous_commit', 'off', true)";

    private final Projection projection;
    private final DataSource database;
    private final Progress progress;
    private final Timer batches;
    private final Counter events;

    ProjectionInvoker(Projection projection, DataSource database, Progress progress, MeterRegistry meters) {
        this.projection = projection;
        this.database = database;
        this.progress = progress;
        this.batches = meters.timer(BATCH, "projection", projection.name());
        this.events = meters.counter("stageline.projection.events", "projection", projection.name());
    }

    @Override
    public boolean canHandle(EventMessage<?> message, Segment segment) {
        return true;
    }

    /** Every event is taken, also one that changes nothing here: the position moves on with it. */
    @Override
    public void handle(EventMessage<?> message, Segment segment) {
        var work = CurrentUnitOfWork.get();
        work.getOrComputeResource(BATCH, key -> begin(work)).add(((RecordedMessage) message).recorded());
    }

    private List<Recorded> begin(UnitOfWork<?> work) {
        var batch = new ArrayList<Recorded>();
        var began = progress.times();
        work.onPrepareCommit(now -> batches.record(() -> flush(batch)));
        work.afterCommit(now -> committed(batch, began));
        return batch;
    }

    private void flush(List<Recorded> batch) {
        var connection = DataSourceUtils.getConnection(database);
        try (var prepare = connection.prepareStatement(PREPARE)) {
            prepare.setString(1, Generations.liveSchema(projection.name()));
            prepare.execute();
            projection.write(connection, batch);
        } catch (SQLException broken) {
            throw new ProjectionFailed(projection.name(), broken);
        } finally {
            DataSourceUtils.releaseConnection(connection, database);
        }
    }

    private void committed(List<Recorded> batch, int began) {
        events.increment(batch.size());
        if (progress.times() == began)
            progress.reached(projection.name(), batch.get(batch.size() - 1).position());
    }
}
