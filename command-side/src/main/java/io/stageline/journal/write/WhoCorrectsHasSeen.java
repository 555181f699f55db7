package io.stageline.journal.write;

import io.stageline.refusal.Code;
import io.stageline.write.IfMatch;
import org.jspecify.annotations.Nullable;

/** Nobody corrects what he has not seen: a correction or withdrawal says the version it is about. */
record WhoCorrectsHasSeen(@Nullable IfMatch seen) {
    void verify() {
        if (seen == null)
            throw Code.PRECONDITION_REQUIRED
                    .because("a correction must say with If-Match which version it corrects")
                    .asException();
    }
}
