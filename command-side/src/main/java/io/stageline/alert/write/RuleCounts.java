package io.stageline.alert.write;

import io.stageline.alert.events.Condition.Signals;
import java.util.UUID;

/** How many alert rules there are, as far as evaluation has come: good enough for a limit. */
public interface RuleCounts {
    /** Those of a tenant, enabled or not. */
    int of(UUID tenant);

    /** Those among them that listen to signals of the same type from the same source, or like these from any, for whatever. */
    int hearing(UUID tenant, Signals signals);

    /** Those among them that watch the entries of a journal. */
    int watching(UUID tenant, UUID journalId);
}
