package io.stageline.eventlog;

import java.util.List;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;

/** Consecutive events on their way to an Axon event processor, as one message whose token is the position of the last. */
public final class RecordedBatch extends GenericTrackedEventMessage<List<Recorded>> {

    RecordedBatch(List<Recorded> events) {
        this(events, events.get(events.size() - 1));
    }

    private RecordedBatch(List<Recorded> events, Recorded last) {
        super(
                new GlobalSequenceTrackingToken(last.position()),
                new GenericMessage<>(Long.toString(last.position()), events, MetaData.emptyInstance()),
                last.recordedAt());
    }
}
