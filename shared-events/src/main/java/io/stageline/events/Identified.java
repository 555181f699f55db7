package io.stageline.events;

import java.util.UUID;

/** An event that was given its id by who decided it, because somebody outside knows it by that id. */
public interface Identified {
    UUID eventId();
}
