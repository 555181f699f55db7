package io.stageline.projection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.stageline.eventlog.Follower;
import io.stageline.eventlog.Progress;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.RecordedBatch;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** Hands a batch of events to their projection, in the transaction that stores the token. */
final class ProjectionInvoker implements EventHandlerInvoker {
    private final Projection projection;
    private final Follower follower;
    private final DataSource database;
    private final Progress progress;
    private final Timer batches;
    private final Counter events;

    ProjectionInvoker(Projection projection, int log, DataSource database, Progress progress, MeterRegistry meters) {
        this.projection = projection;
        this.follower = new Follower(projection.name(), log);
        this.database = database;
        this.progress = progress;
        this.batches = meters.timer("stageline.projection.batch", "projection", projection.name());
        this.events = meters.counter("stageline.projection.events", "projection", projection.name());
    }

    @Override
    public boolean canHandle(EventMessage<?> message, Segment segment) {
        return true;
    }

    /** Every event is taken, also one that changes nothing here: the position moves on with it. */
    @Override
    public void handle(EventMessage<?> message, Segment segment) {
        var batch = ((RecordedBatch) message).getPayload();
        var began = progress.times();
        batches.record(() -> write(batch));
        CurrentUnitOfWork.get().afterCommit(now -> committed(batch, began));
    }

    private void write(List<Recorded> batch) {
        var connection = DataSourceUtils.getConnection(database);
        try {
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
            progress.reached(follower, batch.get(batch.size() - 1).position());
    }
}
