package io.stageline.alert.write;

import io.stageline.alert.events.RuleText;
import io.stageline.eventlog.StreamKey;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refusal;
import io.stageline.write.Command;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything that can be asked of an alert rule. */
public sealed interface RuleCommand extends Command {
    UUID tenant();

    UUID ruleId();

    @Override
    default StreamKey target() {
        return new StreamKey(tenant(), ruleId());
    }

    @Override
    default Refusal whenMissing() {
        return Code.UNKNOWN_RULE.because("there is no such alert rule");
    }

    /** Begin to watch. */
    record SaveRule(UUID tenant, UUID ruleId, RuleText rule) implements RuleCommand {}

    /** Let the rule say this from now on: a new revision, unless it says so already. */
    record ChangeRule(UUID tenant, UUID ruleId, RuleText rule) implements RuleCommand {}

    /** Watch again. */
    record EnableRule(UUID tenant, UUID ruleId) implements RuleCommand {}

    /** Watch no more for now. */
    record DisableRule(UUID tenant, UUID ruleId) implements RuleCommand {}

    /** Watch no more for ever. */
    record DeleteRule(UUID tenant, UUID ruleId) implements RuleCommand {}

    /** Send nothing of what the rule finds until then: about one subject, or at all. */
    record SilenceRule(
            UUID tenant,
            UUID ruleId,
            UUID silenceId,
            @Nullable String subject,
            Instant until,
            UUID owner,
            String reason)
            implements RuleCommand {}

    /** Send what the rule finds again, before the silence's time is over. */
    record EndSilence(UUID tenant, UUID ruleId, UUID silenceId) implements RuleCommand {}
}
