package io.stageline.alert.write;

import io.stageline.write.Decided;
import java.util.UUID;

/** What is said after an alert rule was silenced, or the silence was ended. */
public record SilenceAnswer(UUID ruleId, UUID silenceId, long position, long version) implements Decided.Answer {
    @Override
    public SilenceAnswer at(long position) {
        return new SilenceAnswer(ruleId, silenceId, position, version);
    }
}
