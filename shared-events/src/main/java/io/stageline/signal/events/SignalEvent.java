package io.stageline.signal.events;

import io.stageline.events.Sealed;
import io.stageline.events.Stored;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything that can happen to a signal: it comes in, once. Its stream is named by its source and its sender's id. */
public sealed interface SignalEvent {
    /**
     * A fact came in from outside. The sender's id, the subject's name and the data are sealed in its body, under the key
     * of the contact if the subject is one, else under the key of the tenant.
     */
    @Stored("signal.received/1")
    record SignalReceived(
            String source,
            String type,
            @Nullable UUID contactId,
            @Nullable UUID subjectId,
            @Nullable Double value,
            Instant occurredAt,
            Sealed body)
            implements SignalEvent {

        /** Whom or what the signal is about: a contact, or the one-way id of another subject. */
        public @Nullable UUID about() {
            return contactId == null ? subjectId : contactId;
        }
    }
}
