package io.stageline.eventlog;

import com.github.f4b6a3.uuid.UuidCreator;
import org.axonframework.common.IdentifierFactory;

/** Gives Axon's messages time-ordered ids (UUID version 7, RFC 9562). */
public final class TimeOrderedIds extends IdentifierFactory {
    @Override
    public String generateIdentifier() {
        return UuidCreator.getTimeOrderedEpoch().toString();
    }
}
