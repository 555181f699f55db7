package io.stageline.bench.baseline;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import io.stageline.bench.baseline.Baseline.StageRequest;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.modelling.command.TargetAggregateVersion;
import org.jspecify.annotations.Nullable;

/** An entry as an aggregate in the style of Axon's own examples. */
final class StockEntry {
    @AggregateIdentifier
    private @Nullable String entry;

    private @Nullable String stage;

    /** The version is the number of the last event, counted from 0, or none for an entry that has none. */
    record RecordStage(
            @TargetAggregateIdentifier String entry,
            @TargetAggregateVersion @Nullable Long version,
            String key,
            StageRequest request) {

        static RecordStage of(UUID stream, long events, String key, StageRequest request) {
            return new RecordStage(stream.toString(), events == 0 ? null : events - 1, key, request);
        }
    }

    record StageRecorded(String entry, String stage, String occurredAt, String note) {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    long decide(RecordStage command) {
        var request = command.request();
        apply(
                new StageRecorded(command.entry(), request.stage(), request.occurredAt(), request.note()),
                MetaData.with("key", command.key()));
        return getVersion() + 1;
    }

    @EventSourcingHandler
    void evolve(StageRecorded event) {
        entry = event.entry();
        stage = event.stage();
    }

    @Nullable
    String stage() {
        return stage;
    }

    StockEntry() {}
}
