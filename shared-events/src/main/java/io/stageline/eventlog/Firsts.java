package io.stageline.eventlog;

import io.stageline.eventlog.Append.NewEvent;
import java.util.List;
import java.util.UUID;

/**
 * A request to the log: each of these events begins a stream of the tenant. Where that stream has begun already, nothing
 * is appended: a fact whose stream is named by its sender's id is recorded once, however often it is sent.
 */
public record Firsts(UUID tenant, List<First> events, Origin origin) {

    /** The first event of a stream. */
    public record First(UUID stream, NewEvent event) {}

    /** Where the first event of a stream stands, and whether it was appended just now. */
    public record Place(long position, boolean isNew) {}
}
