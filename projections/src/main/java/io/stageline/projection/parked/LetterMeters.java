package io.stageline.projection.parked;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.projection.parked.Letter.State;
import java.sql.SQLException;
import java.util.List;

/** How many dead letters a projection has, counted whenever somebody looks. */
public record LetterMeters(String projection, Letters letters) {
    private static final List<State> COUNTED = List.of(State.PARKED, State.DROPPED);

    public void register(MeterRegistry meters) {
        for (var state : COUNTED)
            Gauge.builder("stageline.projection.dead.letters", this, counted -> counted.count(state))
                    .tag("projection", projection)
                    .tag("state", state.wire())
                    .strongReference(true)
                    .register(meters);
    }

    private double count(State state) {
        try {
            return letters.count(projection, state);
        } catch (SQLException unreachable) {
            return Double.NaN; // nobody knows at the moment
        }
    }
}
