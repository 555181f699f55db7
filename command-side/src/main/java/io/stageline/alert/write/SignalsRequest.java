package io.stageline.alert.write;

import io.stageline.alert.events.Condition.Signals;
import io.stageline.alert.events.Condition.Term;
import io.stageline.write.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The signals that a condition listens to, as sent: one type, from one source or any, meeting all terms. */
public record SignalsRequest(
        @Nullable String source, String type, @Nullable List<TermRequest> where) {
    private static final int TERMS = 20;

    public SignalsRequest {
        Values.optional("/source", source, Values.LINE);
        Values.required("/type", type, Values.LINE);
        new RuleDoesNotHearItself(type).verify("/type");
        where = terms("/where", where);
    }

    /** At most 20 terms; none if none are given. */
    static List<TermRequest> terms(String pointer, @Nullable List<TermRequest> terms) {
        if (terms == null) return List.of();
        Bounds.list(pointer, terms, TERMS);
        return List.copyOf(terms);
    }

    Signals signals() {
        return new Signals(source, type, said(where));
    }

    static List<Term> said(@Nullable List<TermRequest> terms) {
        return terms == null ? List.of() : terms.stream().map(TermRequest::term).toList();
    }
}
