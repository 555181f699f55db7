package io.stageline.alert.write;

import io.stageline.alert.events.RuleText;
import io.stageline.write.Values;
import java.util.List;
import java.util.UUID;

/** Only a rule whose alerts are told apart by whom they are about, and by nothing else, can be silenced about one subject. */
record SubjectTellsAlertsApart(RuleText rule) {
    private static final List<List<String>> BY_SUBJECT =
            List.of(List.of(FingerprintFields.SUBJECT), List.of(FingerprintFields.CONTACT));

    UUID fingerprint(AlertIds ids, UUID tenant, UUID ruleId, String subject) {
        if (!BY_SUBJECT.contains(rule.fingerprint()))
            throw Values.invalid(
                    "/subject", "this rule does not tell its alerts apart by subject alone; silence the alert itself");
        return ids.fingerprintOf(tenant, ruleId, subject);
    }
}
