package io.stageline.alert.write;

import io.stageline.write.Values;
import java.util.Locale;

/** What the product itself sends out is of types of its own; no rule listens to these, so none can set itself off (B34). */
record RuleDoesNotHearItself(String type) {
    static final String OWN = "stageline.";

    void verify(String pointer) {
        if (type.toLowerCase(Locale.ROOT).startsWith(OWN))
            throw Values.invalid(pointer, "types that begin with stageline. are sent by the product itself");
    }
}
