package io.stageline.alert.write;

import io.stageline.alert.events.Condition.Term;
import io.stageline.alert.events.Condition.Test;
import io.stageline.write.Values;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One thing that a signal's field must be, as sent. There are no patterns: whatever is asked is answered in one look. */
public record TermRequest(String field, Test test, @Nullable List<String> values) {
    static final String VALUE = "value";
    private static final int VALUES = 50;
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,16}(\\.\\d{1,10})?([eE][+-]?\\d{1,2})?");

    public TermRequest {
        Values.required("/field", field, Values.LINE);
        Bounds.there("/test", test);
        if (!field.equals(VALUE) && !DataPointer.isOne(field))
            throw Values.invalid("/field", "this must be value, or a pointer into the data such as /country");
        if (field.equals(VALUE) && test == Test.BEGINS_WITH)
            throw Values.invalid("/test", "the value is a number: it does not begin with a text");
        values = values == null ? List.of() : values;
        mustBeAsMany(test, values);
        for (var i = 0; i < values.size(); i++) {
            Values.required("/values/" + i, values.get(i), Values.LINE);
            if ((field.equals(VALUE) || compares(test))
                    && !NUMBER.matcher(values.get(i)).matches())
                throw Values.invalid("/values/" + i, "a number is required here, as a text");
        }
        values = List.copyOf(values);
    }

    private static void mustBeAsMany(Test test, List<String> values) {
        var most =
                switch (test) {
                    case PRESENT, MISSING -> 0;
                    case ABOVE, AT_LEAST, BELOW, AT_MOST, DIFFERS -> 1;
                    case EQUALS, BEGINS_WITH -> VALUES;
                };
        if (values.size() > most) throw Values.invalid("/values", "at most " + most + " values are taken here");
        if (values.isEmpty() && most > 0) throw Values.invalid("/values", "a value is required here");
    }

    private static boolean compares(Test test) {
        return switch (test) {
            case ABOVE, AT_LEAST, BELOW, AT_MOST -> true;
            case EQUALS, DIFFERS, PRESENT, MISSING, BEGINS_WITH -> false;
        };
    }

    Term term() {
        return new Term(field, test, values == null ? List.of() : values);
    }
}
