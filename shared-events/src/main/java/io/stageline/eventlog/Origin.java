package io.stageline.eventlog;

import java.util.UUID;

/** Where an event comes from: the API key that acted, the command that caused it, and the request it belongs to. */
public record Origin(UUID actor, UUID causation, UUID correlation) {}
