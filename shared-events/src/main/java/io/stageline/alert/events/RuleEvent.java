package io.stageline.alert.events;

import io.stageline.events.Sealed;
import io.stageline.events.Stored;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything that can happen to an alert rule, in the order it usually happens. */
public sealed interface RuleEvent {
    UUID ruleId();

    /** The rule says this from now on; its revisions count from 1. */
    @Stored("alert-rule.saved/1")
    record RuleSaved(UUID ruleId, int revision, RuleText rule) implements RuleEvent {}

    /** What the rule finds is not sent until then: for one fingerprint, or for all. The reason is sealed under the tenant's key. */
    @Stored("alert-rule.silenced/1")
    record RuleSilenced(
            UUID ruleId, UUID silenceId, @Nullable UUID fingerprint, Instant until, UUID owner, Sealed reason)
            implements RuleEvent {}

    /** A silence was ended before its time. */
    @Stored("alert-rule.silence-ended/1")
    record SilenceEnded(UUID ruleId, UUID silenceId) implements RuleEvent {}

    /** The rule does not watch any more, until it is enabled again. */
    @Stored("alert-rule.disabled/1")
    record RuleDisabled(UUID ruleId) implements RuleEvent {}

    /** The rule watches again, as if it were new. */
    @Stored("alert-rule.enabled/1")
    record RuleEnabled(UUID ruleId) implements RuleEvent {}

    /** The rule is no more; its alerts stay. */
    @Stored("alert-rule.deleted/1")
    record RuleDeleted(UUID ruleId) implements RuleEvent {}
}
