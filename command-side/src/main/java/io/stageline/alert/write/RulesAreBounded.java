package io.stageline.alert.write;

import io.stageline.alert.events.Condition.Deadline;
import io.stageline.alert.events.Condition.OverEntries;
import io.stageline.alert.events.Condition.OverSignals;
import io.stageline.alert.events.Condition.Signals;
import io.stageline.alert.events.RuleText;
import io.stageline.refusal.Code;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tenant has at most so many rules, and so many that listen to the same signals or journal: each of these costs at every event. */
record RulesAreBounded(UUID tenant, @Nullable RuleText before, RuleText rule, RuleCounts counts) {
    static final int OF_A_TENANT = 10_000;
    static final int OF_THE_SAME = 100;

    void verify() {
        if (before == null && counts.of(tenant) >= OF_A_TENANT)
            throw Code.TOO_MANY_RULES
                    .because("a tenant has at most 10,000 alert rules")
                    .asException();
        if (rule.condition() instanceof OverSignals condition) fewListen(condition.of(), "/condition/of/type");
        if (rule.condition() instanceof Deadline deadline) fewListen(deadline.closedBy(), "/condition/closedBy/type");
        if (rule.condition() instanceof OverEntries condition) fewWatch(condition.journalId());
    }

    private void fewListen(Signals signals, String pointer) {
        if (before != null && hears(before, signals)) return;
        if (counts.hearing(tenant, signals) >= OF_THE_SAME)
            throw Code.TOO_MANY_RULES
                    .because("at most 100 alert rules listen to signals of the same source and type")
                    .at(pointer)
                    .asException();
    }

    private void fewWatch(UUID journalId) {
        if (before != null
                && before.condition() instanceof OverEntries other
                && other.journalId().equals(journalId)) return;
        if (counts.watching(tenant, journalId) >= OF_THE_SAME)
            throw Code.TOO_MANY_RULES
                    .because("at most 100 alert rules watch the same journal")
                    .at("/condition/journalId")
                    .asException();
    }

    private static boolean hears(RuleText rule, Signals signals) {
        return rule.condition() instanceof OverSignals other && isLike(other.of(), signals)
                || rule.condition() instanceof Deadline deadline && isLike(deadline.closedBy(), signals);
    }

    private static boolean isLike(Signals one, Signals other) {
        return one.type().equals(other.type()) && Objects.equals(one.source(), other.source());
    }
}
