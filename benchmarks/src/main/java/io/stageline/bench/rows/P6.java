package io.stageline.bench.rows;

import io.stageline.bench.database.PgBench;
import io.stageline.bench.frame.Figure;
import io.stageline.bench.frame.House;
import io.stageline.bench.frame.Measured;
import io.stageline.bench.frame.Row;
import io.stageline.bench.frame.Side;
import io.stageline.bench.frame.Target;
import io.stageline.bench.load.Get;
import io.stageline.bench.load.GetUnchanged;
import io.stageline.bench.load.HttpLoad;
import io.stageline.bench.load.Script;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A page of the grid against the same bytes from the database alone. */
final class P6 implements Row {
    static final String READY_ROWS =
            "SELECT row FROM bench.ready_row WHERE board = 1 AND n BETWEEN 1 AND 50 ORDER BY n;\n";

    private static final int MANY = 8;

    /** So many pages that none of them is remembered until it is asked for again. */
    private static final int QUESTIONS = 1_000;

    private static final String ONE_PAGE = "page, 1 in flight";
    private static final String PAGES = "pages, 8 in flight";
    private static final String READ_ANEW = "pages read anew, 8 in flight";
    private static final String UNCHANGED = "304, 8 in flight";
    private static final String ONE_SELECT = "SELECT of ready rows, 1 client";
    private static final String SELECTS = "SELECT of ready rows, 8 clients";

    @Override
    public String name() {
        return "P6";
    }

    @Override
    public String question() {
        return "How fast is a grid page of 50 rows with 10 cells, remembered or read anew, against fetching it by SQL?";
    }

    @Override
    public String missing(House house) {
        return PgBench.program().isPresent() ? "" : "there is no pgbench";
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                new Figure(
                        "p50 of a page ÷ SELECT",
                        Target.atMost(1.7),
                        round -> Figure.at(round, ONE_PAGE).p50()
                                / Figure.at(round, ONE_SELECT).p50()),
                Figure.ofRates(PAGES, SELECTS, Target.atLeast(0.6)),
                Figure.ofRates(READ_ANEW, SELECTS, Target.told()),
                Figure.ofRates(UNCHANGED, READ_ANEW, Target.atLeast(4)),
                Figure.ofRates(UNCHANGED, PAGES, Target.told()));
    }

    @Override
    public List<Side> sides(House house) {
        var page = FullPage.in(house);
        page.keep();
        var key = house.product().key();
        Supplier<Script> get = () -> new Get(key, List.of(page.path()));
        return List.of(
                http(house, ONE_PAGE, 1, get),
                PgBench.of(house, ONE_SELECT, READY_ROWS, 1),
                http(house, PAGES, MANY, get),
                PgBench.of(house, SELECTS, READY_ROWS, MANY),
                http(house, READ_ANEW, MANY, () -> new Get(key, page.paths(QUESTIONS))),
                http(house, UNCHANGED, MANY, () -> new GetUnchanged(key, page.path())));
    }

    private static Side http(House house, String name, int connections, Supplier<Script> script) {
        var product = house.product();
        return new HttpSide(
                name,
                product::processes,
                time -> Measured.of(HttpLoad.flatOut(
                        product.address(),
                        Stream.generate(script).limit(connections).toList(),
                        time)),
                () -> {});
    }
}
