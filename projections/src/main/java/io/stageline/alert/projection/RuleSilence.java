package io.stageline.alert.projection;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A silence of a rule that nobody has ended: of one fingerprint, or of all that the rule finds. */
record RuleSilence(
        UUID silenceId,
        @Nullable UUID fingerprint,
        Instant until,
        UUID owner,
        @Nullable String reason) {}
