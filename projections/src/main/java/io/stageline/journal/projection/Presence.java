package io.stageline.journal.projection;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The cluster of a grid row that says whether the contact is in the journal, and since when. */
public record Presence(boolean present, @Nullable Instant addedAt, long version) {
    static final Presence NEVER = new Presence(false, null, 0);
}
