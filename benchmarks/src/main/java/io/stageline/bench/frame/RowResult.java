package io.stageline.bench.frame;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What a row answered: its samples round by round, and its figures over all rounds. */
public record RowResult(Row row, List<Map<String, Sample>> rounds) {

    public Map<Figure, Spread> figures() {
        var spreads = new LinkedHashMap<Figure, Spread>();
        for (var figure : row.figures()) spreads.put(figure, over(figure.formula()));
        return spreads;
    }

    /** One number of one side over all rounds. */
    public Spread of(String side, ToDoubleFunction<Sample> number) {
        return over(round -> number.applyAsDouble(Figure.at(round, side)));
    }

    public List<String> sides() {
        return List.copyOf(rounds.get(0).keySet());
    }

    /** The largest share of a processor that strangers used during any sample. */
    public double outside() {
        return rounds.stream()
                .flatMap(round -> round.values().stream())
                .mapToDouble(Sample::outside)
                .max()
                .orElse(0);
    }

    private Spread over(ToDoubleFunction<Map<String, Sample>> number) {
        return Spread.of(rounds.stream().map(number::applyAsDouble).toList());
    }
}
