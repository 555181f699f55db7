package io.stageline.alert.automation;

import io.stageline.alert.events.RuleEvent.RuleDeleted;
import io.stageline.alert.events.RuleEvent.RuleDisabled;
import io.stageline.alert.events.RuleEvent.RuleEnabled;
import io.stageline.alert.events.RuleEvent.RuleSaved;
import io.stageline.eventlog.Recorded;
import io.stageline.refusal.Code;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A rule as it was at a time, folded from its stream: since when it watched for the same, and whether it did at all. */
record PastRule(Rule rule, boolean isEnabled, boolean isDeleted) {

    /** As it was at a time, or as it is; nothing before it was saved first. */
    static Optional<PastRule> of(UUID tenant, List<Recorded> stream, @Nullable Instant at) {
        @Nullable PastRule rule = null;
        for (var recorded : stream) {
            if (at != null && recorded.recordedAt().isAfter(at)) break;
            if (recorded.event() instanceof RuleSaved saved) rule = saved(tenant, rule, saved, recorded.position());
            else if (rule != null) rule = rule.after(recorded);
        }
        return Optional.ofNullable(rule);
    }

    /** What it said at a revision, as if it had always been there. */
    static Rule revision(UUID tenant, List<Recorded> stream, int revision) {
        return stream.stream()
                .filter(recorded -> recorded.event() instanceof RuleSaved saved && saved.revision() == revision)
                .map(recorded -> (RuleSaved) recorded.event())
                .map(saved -> new Rule(tenant, saved.ruleId(), revision, 0, saved.rule()))
                .findFirst()
                .orElseThrow(() -> Code.UNKNOWN_RULE
                        .because("the alert rule has no such revision")
                        .asException());
    }

    private static PastRule saved(UUID tenant, @Nullable PastRule before, RuleSaved saved, long position) {
        var goesOn = before != null && before.isEnabled && before.rule.text().watchesLike(saved.rule());
        var since = goesOn && before != null ? before.rule.since() : position;
        var rule = new Rule(tenant, saved.ruleId(), saved.revision(), since, saved.rule());
        return new PastRule(rule, before == null || before.isEnabled, false);
    }

    private PastRule after(Recorded recorded) {
        if (recorded.event() instanceof RuleDeleted) return new PastRule(rule, isEnabled, true);
        if (recorded.event() instanceof RuleDisabled) return new PastRule(rule, false, isDeleted);
        if (!(recorded.event() instanceof RuleEnabled) || isEnabled) return this;
        return new PastRule(since(rule, recorded.position()), true, isDeleted);
    }

    /** The same rule, watching from a position on. */
    static Rule since(Rule rule, long position) {
        return new Rule(rule.tenant(), rule.ruleId(), rule.revision(), position, rule.text());
    }
}
