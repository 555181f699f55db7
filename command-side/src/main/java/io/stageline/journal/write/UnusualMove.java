package io.stageline.journal.write;

import io.stageline.journal.events.StageWarning;
import io.stageline.journal.events.StageWarning.Code;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is unusual about the way from one stage to another: stages left out, or a way back. Never a reason to refuse. */
record UnusualMove(@Nullable String from, String to, JournalFacts journal) {

    List<StageWarning> warnings() {
        var steps = journal.stages().indexOf(to)
                - (from == null ? -1 : journal.stages().indexOf(from));
        if (steps > 1) return List.of(StageWarning.of(Code.STAGES_SKIPPED, steps - 1));
        return steps < 0 ? List.of(StageWarning.of(Code.STAGE_BACKWARD, -steps)) : List.of();
    }
}
