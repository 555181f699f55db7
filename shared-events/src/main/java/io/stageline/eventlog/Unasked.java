package io.stageline.eventlog;

/** What stands in the place of an event whose content nobody asked for: its position and its time count, nothing else does. */
public record Unasked() {
    public static final Unasked EVENT = new Unasked();
}
