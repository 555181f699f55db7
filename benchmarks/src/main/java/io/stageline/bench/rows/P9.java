package io.stageline.bench.rows;

import io.stageline.bench.Product;
import io.stageline.bench.frame.Figure;
import io.stageline.bench.frame.House;
import io.stageline.bench.frame.Row;
import io.stageline.bench.frame.Sample;
import io.stageline.bench.frame.Side;
import io.stageline.bench.frame.Target;
import java.util.List;
import java.util.Map;

/** What alert rules cost the signals of a tenant, however many there are. */
final class P9 implements Row {
    private static final int HUNDRED = 100;
    private static final int THOUSAND = 1_000;
    private static final int MOST = 10_000;
    private static final String ALL_HEARD = "all heard";

    @Override
    public String name() {
        return "P9";
    }

    @Override
    public String question() {
        return "How many signals a second go in and are evaluated with so many rules, of which one hears every tenth signal (or, all heard, every one)?";
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                Figure.ofRates(named(THOUSAND), named(0), Target.atLeast(0.9)),
                Figure.ofRates(ALL_HEARD, named(0), Target.told()),
                new Figure(
                        "one signal when idle → evaluated, p95 with 10,000 rules ÷ with 100",
                        Target.atMost(2),
                        round -> p95(round, MOST) / p95(round, HUNDRED)),
                new Figure(
                        "k of the number of rules",
                        Target.atMost(0.1),
                        round -> Figure.exponent(p95(round, HUNDRED), p95(round, MOST), HUNDRED, MOST)));
    }

    private static double p95(Map<String, Sample> round, int rules) {
        return Figure.at(round, named(rules)).more(Evaluated.LAG);
    }

    static String named(int rules) {
        return rules == 0 ? "no rules" : "%,d rules".formatted(rules);
    }

    @Override
    public List<Side> sides(House house) {
        var product = house.product("rules");
        return List.of(
                side(product, named(0), 0, Evaluated.FEW),
                side(product, named(HUNDRED), HUNDRED, Evaluated.FEW),
                side(product, named(THOUSAND), THOUSAND, Evaluated.FEW),
                side(product, named(MOST), MOST, Evaluated.FEW),
                side(product, ALL_HEARD, HUNDRED, HUNDRED));
    }

    private static Side side(Product product, String name, int rules, int heard) {
        return new Evaluated(name, product, Evaluated.tenant(product, name, rules, heard));
    }
}
