package io.stageline.journal.write;

import io.stageline.refusal.Code;
import java.util.HashSet;
import java.util.List;

/** Stages and statuses that events may name are kept for ever: a list may grow or be reordered, never shrink. */
record NothingIsTakenAway(Code code, String what, List<String> now, List<String> wanted) {
    void verify() {
        var missing = now.stream()
                .filter(word -> !new HashSet<>(wanted).contains(word))
                .toList();
        if (!missing.isEmpty())
            throw code.because("%s are never removed, only added or reordered".formatted(what))
                    .with("missing", missing)
                    .asException();
    }
}
