package io.stageline.bench.rows;

import io.stageline.bench.Product;
import io.stageline.bench.frame.Figure;
import io.stageline.bench.frame.House;
import io.stageline.bench.frame.Measured;
import io.stageline.bench.frame.Row;
import io.stageline.bench.frame.Side;
import io.stageline.bench.frame.Target;
import io.stageline.bench.load.EntryWriter;
import io.stageline.bench.load.Get;
import io.stageline.bench.load.HttpLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Whether it grows slower with its log: a small one and a large one, side by side. */
final class P8 implements Row {
    private static final String SMALL = "small log";
    private static final String LARGE = "large log";
    private static final long FEW = 100_000;
    private static final long MANY = 1_000_000;
    private static final long FULL = 10_000_000;
    private static final String APPEND = "append ms";
    private static final String PAGE = "page ms";
    private static final String LOAD = "first command ms";
    private static final int WARM_ENTRIES = 100;
    private static final int COLD_A_TURN = 200;

    private final boolean full;

    P8(boolean full) {
        this.full = full;
    }

    @Override
    public String name() {
        return "P8";
    }

    @Override
    public String question() {
        return "How does the time of an append, a grid page and a cold entry's first command grow from %,d to %,d events?"
                .formatted(FEW, many());
    }

    private long many() {
        return full ? FULL : MANY;
    }

    @Override
    public List<Figure> figures() {
        return List.of(exponent("append", APPEND), exponent("grid page", PAGE), exponent("aggregate load", LOAD));
    }

    private Figure exponent(String name, String number) {
        return new Figure(
                "k of " + name,
                Target.atMost(0.02),
                round -> Figure.exponent(
                        Figure.at(round, SMALL).more(number),
                        Figure.at(round, LARGE).more(number),
                        FEW,
                        many()));
    }

    @Override
    public List<Side> sides(House house) {
        return List.of(new Grown(SMALL, house.product("small"), FEW), new Grown(LARGE, house.product("large"), many()));
    }

    /** A third of its turn appends, a third reads pages, and some commands go to entries that it has not loaded yet. */
    private static final class Grown implements Side {
        private final String name;
        private final Product product;
        private final EntryWriter warm;
        private final Get pages;
        private final Iterator<EntryWriter.Target> cold;

        Grown(String name, Product product, long events) {
            this.name = name;
            this.product = product;
            var growth = Growth.to(product, events);
            warm = new EntryWriter(product.key(), growth.entries().subList(0, WARM_ENTRIES), 0);
            cold = spread(
                    growth.entries().subList(WARM_ENTRIES, growth.entries().size()));
            pages = new Get(
                    product.key(),
                    growth.boards().stream()
                            .map(board -> "/v1/journals/" + board.journal() + "/grid?limit=50")
                            .toList());
        }

        /** From all over the log, in an order of chance that is always the same. */
        private static Iterator<EntryWriter.Target> spread(List<EntryWriter.Target> entries) {
            var shuffled = new ArrayList<>(entries);
            Collections.shuffle(shuffled, new Random(1));
            return shuffled.iterator();
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Set<Long> processes() {
            return product.processes();
        }

        @Override
        public Measured run(Duration time) {
            var third = time.dividedBy(3);
            var appends = Measured.of(HttpLoad.flatOut(product.address(), List.of(warm), third));
            var pagesRead = Measured.of(HttpLoad.flatOut(product.address(), List.of(pages), third));
            var first = new EntryWriter(product.key(), next(), 0);
            var loads = Measured.of(HttpLoad.times(product.address(), List.of(first), COLD_A_TURN));
            return appends.with(Map.of(APPEND, appends.p50(), PAGE, pagesRead.p50(), LOAD, loads.p50()));
        }

        private List<EntryWriter.Target> next() {
            var entries = new ArrayList<EntryWriter.Target>();
            while (entries.size() < COLD_A_TURN) entries.add(cold.next());
            return entries;
        }
    }
}
