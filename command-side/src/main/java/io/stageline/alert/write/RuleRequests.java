package io.stageline.alert.write;

import io.stageline.write.Values;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The bodies of commands to rules and alerts that are not a rule's text. */
final class RuleRequests {
    private RuleRequests() {}

    /** Until when nothing is sent of what a rule finds, and why; about one subject, or at all. */
    record RuleSilence(
            Instant until, String reason, @Nullable String subject) {
        RuleSilence {
            Bounds.there("/until", until);
            Values.required("/reason", reason, Values.TEXT);
            Values.optional("/subject", subject, Values.LINE);
        }
    }

    /** Until when nothing is sent of alerts like this one, and why. */
    record AlertSilence(Instant until, String reason) {
        AlertSilence {
            Bounds.there("/until", until);
            Values.required("/reason", reason, Values.TEXT);
        }
    }

    /** Somebody sees to it; a note may say how. */
    record Acknowledgement(@Nullable String note) {
        Acknowledgement {
            Values.optional("/note", note, Values.TEXT);
        }
    }
}
