package io.stageline.eventlog;

import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;

/** A recorded event on its way to an Axon event processor. */
public final class RecordedMessage extends GenericTrackedDomainEventMessage<Object> {
    private final transient Recorded recorded;

    RecordedMessage(Recorded recorded) {
        super(
                new GlobalSequenceTrackingToken(recorded.position()),
                recorded.event().getClass().getSimpleName(),
                new StreamKey(recorded.tenant(), recorded.stream()).toString(),
                recorded.version() - 1,
                new GenericMessage<>(recorded.eventId().toString(), recorded.event(), MetaData.emptyInstance()),
                recorded.recordedAt());
        this.recorded = recorded;
    }

    public Recorded recorded() {
        return recorded;
    }
}
