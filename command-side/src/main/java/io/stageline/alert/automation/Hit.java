package io.stageline.alert.automation;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event that a rule listens to: which of its watches, what is known of whom it is about, and the input that it is. */
record Hit(Rule rule, UUID fingerprint, @Nullable UUID groupKey, Subject subject, Input input) {

    /** What a watch is about. */
    record Subject(
            @Nullable UUID journalId,
            @Nullable UUID contactId,
            @Nullable UUID subjectId) {}
}
