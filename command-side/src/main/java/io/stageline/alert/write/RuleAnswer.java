package io.stageline.alert.write;

import io.stageline.write.Decided;
import java.util.UUID;

/** What is said after an alert rule was saved, changed, enabled, disabled or deleted. */
public record RuleAnswer(UUID ruleId, int revision, long position, long version) implements Decided.Answer {
    @Override
    public RuleAnswer at(long position) {
        return new RuleAnswer(ruleId, revision, position, version);
    }
}
