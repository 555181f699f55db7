package io.stageline.webhook.automation;

import io.stageline.eventlog.Recorded;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How the events of one feature become messages: a feature that has something to tell adds one of these. */
interface Translation {

    List<Rule<?>> rules();

    /** One type of event and the type of message that tells of it. */
    record Rule<E>(Class<E> event, String type, How<E> how) {
        @Nullable
        Outgoing of(Recorded recorded, Past past) {
            return how.of(event.cast(recorded.event()), recorded, past);
        }
    }

    /** What a message says of an event; nothing when nobody is to hear of this one. */
    @FunctionalInterface
    interface How<E> {
        @Nullable
        Outgoing of(E event, Recorded recorded, Past past);
    }

    /** The events of the same stream before this one, in order; they are read only if somebody asks. */
    @FunctionalInterface
    interface Past {
        List<Recorded> before();
    }

    /** What a message says: whom it is about, what is now, and what was before it where that is not the same. Nothing personal. */
    record Outgoing(
            UUID subject,
            Map<String, @Nullable Object> data,
            @Nullable Map<String, @Nullable Object> previous) {
        static Outgoing of(UUID subject, Map<String, @Nullable Object> data) {
            return new Outgoing(subject, data, null);
        }
    }
}
