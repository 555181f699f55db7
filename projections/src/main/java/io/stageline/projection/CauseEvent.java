package io.stageline.projection;

import java.util.UUID;

/** The event that explains a field: where it is in its log, which one it is, and its stored type. */
public record CauseEvent(long position, UUID eventId, String type) {}
