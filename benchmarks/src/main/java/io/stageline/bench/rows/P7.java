package io.stageline.bench.rows;

import io.stageline.bench.database.PgBench;
import io.stageline.bench.frame.Figure;
import io.stageline.bench.frame.House;
import io.stageline.bench.frame.Row;
import io.stageline.bench.frame.Side;
import io.stageline.bench.frame.Target;
import java.util.List;

/** What the same page costs when the database makes the JSON of its cells for every reader. */
final class P7 implements Row {
    private static final String READY = "ready rows";
    private static final String JSON = "json_agg";
    private static final String JSONB = "jsonb_agg";
    private static final String AGGREGATED = """
            SELECT %1$s_agg(row ORDER BY n) FROM \
            (SELECT n, %1$s_build_object('contactId', n, 'cells', %1$s_object_agg(stage, \
            %1$s_build_object('completed', true, 'at', at, 'count', count, \
            'daysAgo', extract(day FROM now() - at), 'version', version, 'warnings', %1$s_build_array()))) AS row \
            FROM bench.raw_cell WHERE board = 1 AND n BETWEEN 1 AND 50 GROUP BY n) AS rows;
            """;

    @Override
    public String name() {
        return "P7";
    }

    @Override
    public String question() {
        return "What would the page cost if the database made its JSON at every read?";
    }

    @Override
    public String missing(House house) {
        return PgBench.program().isPresent() ? "" : "there is no pgbench";
    }

    @Override
    public List<Figure> figures() {
        return List.of(times(JSON, 8), times(JSONB, 15));
    }

    private static Figure times(String naive, double target) {
        return new Figure(
                "p50 of " + naive + " ÷ " + READY,
                Target.atLeast(target),
                round -> Figure.at(round, naive).p50() / Figure.at(round, READY).p50());
    }

    @Override
    public List<Side> sides(House house) {
        FullPage.in(house).keep();
        return List.of(
                PgBench.of(house, READY, P6.READY_ROWS, 1),
                PgBench.of(house, JSON, AGGREGATED.formatted("json"), 1),
                PgBench.of(house, JSONB, AGGREGATED.formatted("jsonb"), 1));
    }
}
