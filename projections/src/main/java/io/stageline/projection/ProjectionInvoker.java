package io.stageline.projection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
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

/** Hands a batch of events to their projection, in the transaction that stores the token of a generation. */
final class ProjectionInvoker implements EventHandlerInvoker {
    private final Projection projection;
    private final Generation generation;
    private final int log;
    private final DataSource database;
    private final Told told;
    private final Timer batches;
    private final Counter events;

    ProjectionInvoker(
            Projection projection,
            Generation generation,
            int log,
            DataSource database,
            Told told,
            MeterRegistry meters) {
        this.projection = projection;
        this.generation = generation;
        this.log = log;
        this.database = database;
        this.told = told;
        var tags = Tags.of("projection", projection.name(), "generation", String.valueOf(generation.number()));
        this.batches = meters.timer("stageline.projection.batch", tags);
        this.events = meters.counter("stageline.projection.events", tags);
    }

    @Override
    public boolean canHandle(EventMessage<?> message, Segment segment) {
        return true;
    }

    /** Every event is taken, also one that changes nothing here: the position moves on with it. */
    @Override
    public void handle(EventMessage<?> message, Segment segment) {
        var batch = ((RecordedBatch) message).getPayload();
        var began = told.times();
        batches.record(() -> write(ofItsTenant(batch)));
        CurrentUnitOfWork.get().afterCommit(now -> committed(batch, began));
    }

    /** A generation of one tenant passes by the events of all others. */
    private List<Recorded> ofItsTenant(List<Recorded> batch) {
        var only = generation.tenant();
        return only == null
                ? batch
                : batch.stream().filter(one -> one.tenant().equals(only)).toList();
    }

    private void write(List<Recorded> batch) {
        if (batch.isEmpty()) return;
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
        if (told.times() == began)
            told.reached(generation, log, batch.get(batch.size() - 1).position());
    }
}
