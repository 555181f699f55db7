package io.stageline.alert.write;

import io.stageline.alert.events.Condition.OverEntries;
import io.stageline.alert.events.Condition.StageNotReached;
import io.stageline.alert.events.RuleText;
import io.stageline.journal.write.JournalFacts;
import io.stageline.journal.write.Journals;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refused;
import java.util.UUID;

/** A rule about entries names an open journal of the tenant, and stages that this has. */
record RuleFitsItsJournal(UUID tenant, RuleText rule, Journals journals) {
    private static final String JOURNAL = "/condition/journalId";

    void verify() {
        if (!(rule.condition() instanceof OverEntries condition)) return;
        var journal = open(condition.journalId());
        if (!(condition instanceof StageNotReached stages)) return;
        mustHave(journal, stages.stage(), "/condition/stage");
        if (stages.after() != null) mustHave(journal, stages.after(), "/condition/after");
    }

    private JournalFacts open(UUID journalId) {
        try {
            return journals.open(tenant, journalId);
        } catch (Refused refused) {
            throw refused.refusal().at(JOURNAL).asException();
        }
    }

    private static void mustHave(JournalFacts journal, String stage, String pointer) {
        if (!journal.stages().contains(stage))
            throw Code.UNKNOWN_STAGE
                    .because("the journal has no such stage")
                    .at(pointer)
                    .with("stages", journal.stages())
                    .asException();
    }
}
