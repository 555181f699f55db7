package io.stageline.alert.write;

import io.stageline.alert.events.AlertEvent.AlertResolved.Why;
import io.stageline.alert.events.AlertEvent.Premise;
import io.stageline.alert.events.Evidence;
import io.stageline.eventlog.StreamKey;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refusal;
import io.stageline.write.Command;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything that can be asked of an alert. */
public sealed interface AlertCommand extends Command {
    UUID tenant();

    UUID alertId();

    @Override
    default StreamKey target() {
        return new StreamKey(tenant(), alertId());
    }

    @Override
    default Refusal whenMissing() {
        return Code.UNKNOWN_ALERT.because("there is no such alert");
    }

    /** What an alert is about; the subject's name is in clear here and is sealed before it is kept. */
    record Concern(
            UUID fingerprint,
            @Nullable UUID groupKey,
            @Nullable UUID journalId,
            @Nullable UUID contactId,
            @Nullable UUID subjectId,
            @Nullable String subject) {}

    /** Say that an episode has begun; whoever says it again, of the same episode, changes nothing. */
    record RaiseAlert(
            UUID tenant,
            UUID alertId,
            Premise premise,
            Concern concern,
            long episode,
            Instant at,
            @Nullable Instant pendingSince,
            Evidence evidence,
            @Nullable UUID silenceId)
            implements AlertCommand {}

    /** Say that somebody has seen it and sees to it. */
    record AcknowledgeAlert(
            UUID tenant, UUID alertId, UUID by, @Nullable String note) implements AlertCommand {}

    /** Send nothing of further episodes like it until then. */
    record SilenceAlert(UUID tenant, UUID alertId, UUID silenceId, Instant until, UUID owner, String reason)
            implements AlertCommand {}

    /** Send what is like it again, before the silence's time is over. */
    record EndAlertSilence(UUID tenant, UUID alertId, UUID silenceId, UUID owner) implements AlertCommand {}

    /** Say that it is over: at a time that the log tells, or now. */
    record ResolveAlert(
            UUID tenant,
            UUID alertId,
            @Nullable Instant at,
            Why why,
            @Nullable Evidence evidence) implements AlertCommand {}
}
