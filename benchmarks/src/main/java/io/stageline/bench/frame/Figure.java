package io.stageline.bench.frame;

import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A number that a row answers with, computed of every round from the samples of its sides. */
public record Figure(String name, Target target, ToDoubleFunction<Map<String, Sample>> formula) {

    /** The rate of one side over the rate of another one. */
    public static Figure ofRates(String numerator, String denominator, Target target) {
        return new Figure(
                numerator + " ÷ " + denominator,
                target,
                round -> at(round, numerator).perSecond()
                        / at(round, denominator).perSecond());
    }

    /** A number that one side tells by name. */
    public static Figure told(String side, String number, Target target) {
        return new Figure(side + ": " + number, target, round -> at(round, side).more(number));
    }

    /** The exponent by which something grows when the amount behind it grows from few to many. */
    public static double exponent(double withFew, double withMany, double few, double many) {
        return Math.log(withMany / withFew) / Math.log(many / few);
    }

    public static Sample at(Map<String, Sample> round, String side) {
        var sample = round.get(side);
        if (sample == null) throw new IllegalArgumentException("no side " + side + " in " + round.keySet());
        return sample;
    }
}
