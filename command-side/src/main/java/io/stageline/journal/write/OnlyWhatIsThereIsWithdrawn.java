package io.stageline.journal.write;

import io.stageline.refusal.Code;
import org.jspecify.annotations.Nullable;

/** Only a stage event of the entry itself can be withdrawn from it. */
record OnlyWhatIsThereIsWithdrawn(@Nullable StageFact known) {
    StageFact verified() {
        if (known == null)
            throw Code.UNKNOWN_EVENT
                    .because("the entry has no stage event with this id")
                    .asException();
        return known;
    }
}
