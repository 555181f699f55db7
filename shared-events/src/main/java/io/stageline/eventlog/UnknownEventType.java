package io.stageline.eventlog;

/** The log holds a type that this version of the application does not know. */
public final class UnknownEventType extends RuntimeException {
    UnknownEventType(String type) {
        super("unknown event type " + type);
    }
}
