package io.stageline.alert.write;

import io.stageline.alert.events.Condition;
import io.stageline.alert.events.Condition.OverEntries;
import io.stageline.alert.events.Condition.SkipRate;
import io.stageline.write.Values;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields by which a rule tells its alerts apart or groups them: words for what every input has, or pointers into a signal's data. */
record FingerprintFields(Condition condition) {
    static final String SUBJECT = "subject";
    static final String CONTACT = "contact";
    static final String JOURNAL = "journal";

    private static final Set<String> OF_SIGNALS = Set.of(SUBJECT, "source", "type");
    private static final Set<String> OF_ENTRIES = Set.of(CONTACT, JOURNAL);
    private static final int MOST = 5;

    /** The fields given, or the usual ones: who it is about, unless the condition is about a journal as a whole. */
    List<String> fingerprint(@Nullable List<String> given) {
        if (given != null) return checked("/fingerprint", given);
        if (condition instanceof SkipRate) return List.of(JOURNAL);
        return List.of(condition instanceof OverEntries ? CONTACT : SUBJECT);
    }

    List<String> groupBy(@Nullable List<String> given) {
        return given == null ? List.of() : checked("/groupBy", given);
    }

    private List<String> checked(String pointer, List<String> fields) {
        if (fields.size() > MOST) throw Values.invalid(pointer, "at most 5 fields are taken here");
        var seen = new HashSet<String>();
        for (var i = 0; i < fields.size(); i++) {
            var field = Values.required(pointer + "/" + i, fields.get(i), Values.LINE);
            if (!fits(field)) throw Values.invalid(pointer + "/" + i, "this must be " + known());
            if (!seen.add(field)) throw Values.invalid(pointer + "/" + i, "this field is there twice");
        }
        return List.copyOf(fields);
    }

    private boolean fits(String field) {
        if (condition instanceof SkipRate) return field.equals(JOURNAL);
        if (condition instanceof OverEntries) return OF_ENTRIES.contains(field);
        return OF_SIGNALS.contains(field) || DataPointer.isOne(field);
    }

    private String known() {
        if (condition instanceof SkipRate) return "journal";
        return condition instanceof OverEntries
                ? "contact or journal"
                : "subject, source, type, or a pointer into the data such as /country";
    }
}
