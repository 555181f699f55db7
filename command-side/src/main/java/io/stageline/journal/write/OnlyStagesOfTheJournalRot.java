package io.stageline.journal.write;

import io.stageline.refusal.Code;
import io.stageline.write.Values;
import java.util.Collection;

/** Days after which entries rot are said of stages that the journal has. */
record OnlyStagesOfTheJournalRot(Collection<String> rotting, JournalFacts journal) {
    void verify() {
        for (var stage : rotting)
            if (!journal.stages().contains(stage))
                throw Code.UNKNOWN_STAGE
                        .because("the journal has no such stage")
                        .at(Values.pointer("/rotDays", stage))
                        .with("stages", journal.stages())
                        .asException();
    }
}
