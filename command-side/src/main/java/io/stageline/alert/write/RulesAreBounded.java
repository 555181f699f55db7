package io.stageline.alert.write;

import io.stageline.alert.events.Condition.OverSignals;
import io.stageline.alert.events.Condition.Signals;
import io.stageline.alert.events.RuleText;
import io.stageline.refusal.Code;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tenant has at most so many rules, and so many that listen to the same signals: each of these costs at every signal. */
record RulesAreBounded(UUID tenant, @Nullable RuleText before, RuleText rule, RuleCounts counts) {
    static final int OF_A_TENANT = 10_000;
    static final int OF_THE_SAME_SIGNALS = 100;

    void verify() {
        if (before == null && counts.of(tenant) >= OF_A_TENANT)
            throw Code.TOO_MANY_RULES
                    .because("a tenant has at most 10,000 alert rules")
                    .asException();
        if (!(rule.condition() instanceof OverSignals heard) || before != null && hears(before, heard.of())) return;
        if (counts.hearing(tenant, heard.of()) >= OF_THE_SAME_SIGNALS)
            throw Code.TOO_MANY_RULES
                    .because("at most 100 alert rules listen to signals of the same source and type")
                    .at("/condition/of/type")
                    .asException();
    }

    private static boolean hears(RuleText rule, Signals signals) {
        return rule.condition() instanceof OverSignals other
                && other.of().type().equals(signals.type())
                && Objects.equals(other.of().source(), signals.source());
    }
}
