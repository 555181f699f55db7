package io.stageline.eventlog;

/** What stands in the place of an event that this version of the application cannot read, so that others are not held up by it. */
public record Unreadable(String type, Reason reason) {

    /** Why it cannot be read. */
    public enum Reason {
        /** No reader for the stored type: another version of the application may have one. */
        UNKNOWN_TYPE,
        /** The reader of the type refused the payload. */
        UNREADABLE,
        /** The payload is not what was appended. */
        DAMAGED
    }
}
