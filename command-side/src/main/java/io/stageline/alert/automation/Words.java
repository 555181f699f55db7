package io.stageline.alert.automation;

import io.stageline.alert.events.Condition.Comparison;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** The sentences of explanations: numbers and words of the product, never of a person. */
final class Words {
    private static final MathContext DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

    private Words() {}

    static String compared(String what, double measured, Comparison is, double limit, boolean holds) {
        var how =
                switch (is) {
                    case ABOVE -> "above";
                    case AT_LEAST -> "at least";
                    case BELOW -> "below";
                    case AT_MOST -> "at most";
                };
        return what + " is " + number(measured) + ", which is " + (holds ? "" : "not ") + how + " " + number(limit);
    }

    static String number(double value) {
        if (!Double.isFinite(value)) return "no number";
        var rounded = new BigDecimal(value).round(DIGITS);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
