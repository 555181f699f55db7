package io.stageline.projection.bulk;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** An amount as PostgreSQL receives it: digits to the base of ten thousand, the highest first, and how many are decimals. */
final class Numeric {
    private static final BigInteger BASE = BigInteger.valueOf(10_000);
    private static final int DECIMALS_OF_A_DIGIT = 4;
    private static final int POSITIVE = 0;
    private static final int NEGATIVE = 0x4000;

    private Numeric() {}

    static void write(CopyBuffer to, BigDecimal value) {
        var amount = value.scale() < 0 ? value.setScale(0) : value;
        var fractions = (amount.scale() + DECIMALS_OF_A_DIGIT - 1) / DECIMALS_OF_A_DIGIT;
        var digits = digits(
                amount.setScale(fractions * DECIMALS_OF_A_DIGIT).unscaledValue().abs());
        var weight = digits.isEmpty() ? 0 : digits.size() - 1 - fractions;
        to.int2(digits.size()).int2(weight);
        to.int2(amount.signum() < 0 ? NEGATIVE : POSITIVE).int2(amount.scale());
        for (var n = digits.size() - 1; n >= 0; n--) to.int2(digits.get(n));
    }

    /** The lowest digit first. */
    private static List<Integer> digits(BigInteger magnitude) {
        var digits = new ArrayList<Integer>();
        for (var left = magnitude; left.signum() > 0; ) {
            var divided = left.divideAndRemainder(BASE);
            digits.add(divided[1].intValue());
            left = divided[0];
        }
        return digits;
    }
}
