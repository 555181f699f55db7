package io.stageline.alert.events;

import io.stageline.alert.events.RuleText.Mode;
import io.stageline.alert.events.RuleText.Severity;
import io.stageline.events.Sealed;
import io.stageline.events.Stored;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything that can happen to an alert, that is to one episode of what a rule watches for. */
public sealed interface AlertEvent {
    UUID alertId();

    /** The rule that found something, as it was then. */
    record Premise(UUID ruleId, int revision, Mode mode, Severity severity) {}

    /**
     * What was found is about these; the fingerprint tells one episode from another. The subject's name is sealed under
     * the contact's key if there is a contact, else under the tenant's.
     */
    record About(
            UUID fingerprint,
            @Nullable UUID groupKey,
            @Nullable UUID journalId,
            @Nullable UUID contactId,
            @Nullable UUID subjectId,
            @Nullable Sealed subject) {}

    /** What a rule watches for has begun, at the position of the event that began it; a silence may keep it from being sent. */
    @Stored("alert.raised/1")
    record AlertRaised(
            UUID alertId,
            Premise premise,
            About about,
            long episode,
            Instant at,
            @Nullable Instant pendingSince,
            Evidence evidence,
            @Nullable UUID silenceId)
            implements AlertEvent {}

    /** Somebody has seen it and sees to it. */
    @Stored("alert.acknowledged/1")
    record AlertAcknowledged(
            UUID alertId, UUID by, @Nullable Sealed note) implements AlertEvent {}

    /** Somebody wants to hear no more of it, nor of further episodes like it, until then. */
    @Stored("alert.silenced/1")
    record AlertSilenced(
            UUID alertId, UUID ruleId, UUID fingerprint, UUID silenceId, Instant until, UUID owner, Sealed reason)
            implements AlertEvent {}

    /** It is over. */
    @Stored("alert.resolved/1")
    record AlertResolved(
            UUID alertId, Instant at, Why why, @Nullable Evidence evidence) implements AlertEvent {
        /** Why an alert is over. */
        public enum Why {
            /** The condition did not hold any more. */
            CALMED,
            /** What was due has happened, late. */
            CLOSED,
            /** A fact came in late that shows that the condition never held. */
            LATE_FACT,
            /** The rule watches for something else now, or not at all. */
            RULE_CHANGED,
            /** Somebody said so. */
            BY_HAND
        }
    }
}
