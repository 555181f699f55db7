package io.stageline.bench.rows;

import io.stageline.bench.frame.Row;
import java.util.List;

/** All rows there are, in the order of their numbers. */
public final class Rows {
    private Rows() {}

    /** Full is the large size of the rows that have two; P4 takes any number of events, 0 for one of these sizes. */
    public static List<Row> all(boolean full, long events) {
        return List.of(
                new P1(),
                new P2(),
                new P3(),
                new P4(events == 0 ? P4.events(full) : events),
                new P5(),
                new P6(),
                new P7(),
                new P8(full),
                new P9(),
                new P10(),
                new P12(),
                new P14(),
                new Pareto(),
                new Logs());
    }
}
