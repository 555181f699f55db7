package io.stageline.bench.rows;

import io.stageline.bench.Api;
import io.stageline.bench.QueryProcess;
import io.stageline.bench.frame.Figure;
import io.stageline.bench.frame.House;
import io.stageline.bench.frame.Measured;
import io.stageline.bench.frame.Row;
import io.stageline.bench.frame.Side;
import io.stageline.bench.frame.Target;
import io.stageline.bench.load.EntryWriter;
import io.stageline.bench.load.HttpLoad;
import io.stageline.bench.load.Script;
import io.stageline.bench.load.WriteAndSee;
import io.stageline.bench.load.WriteAndSee.Seen;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** How much later than the answer to a command its effect can be read. */
final class P5 implements Row {
    private static final String PEAK = "peak";
    private static final String TENTH = "10 % load";
    private static final String HALF = "50 % load";
    private static final String ELSEWHERE = "10 % load, read in another process";
    private static final String P50 = "extra p50 ms";
    private static final String P99 = "extra p99 ms";

    /** Connections that read after each command: few, so that the commands are the load and the reads its measure. */
    private static final int READING = 4;

    @Override
    public String name() {
        return "P5";
    }

    @Override
    public String question() {
        return "How much longer does a read take because it waits for the command that was just answered?";
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                Figure.told(TENTH, P50, Target.atMost(0.7)),
                Figure.told(TENTH, P99, Target.atMost(3)),
                Figure.told(HALF, P50, Target.told()),
                Figure.told(HALF, P99, Target.atMost(8)),
                Figure.told(ELSEWHERE, P50, Target.atMost(5.7)),
                Figure.told(ELSEWHERE, P99, Target.atMost(8)));
    }

    @Override
    public List<Side> sides(House house) {
        var peak = new Peak(Commands.inFlight(house, Commands.IN_FLIGHT));
        return List.of(
                peak, visible(house, TENTH, peak, 0.1), visible(house, HALF, peak, 0.5), elsewhere(house, peak, 0.1));
    }

    /** The rate of commands alone, which the loads are a part of. */
    private static final class Peak implements Side {
        private final Side commands;
        private double perSecond;

        Peak(Side commands) {
            this.commands = commands;
        }

        @Override
        public String name() {
            return PEAK;
        }

        @Override
        public Set<Long> processes() {
            return commands.processes();
        }

        @Override
        public Measured run(Duration time) {
            var measured = commands.run(time);
            perSecond = measured.operations() / measured.seconds();
            return measured;
        }

        @Override
        public void settle() {
            commands.settle();
        }
    }

    /** Commands at a share of the peak; after some of them a read that waits for the command, and the same read that does not. */
    private static Side visible(House house, String name, Peak peak, double share) {
        var product = house.product();
        var entries = house.board().entries(Commands.IN_FLIGHT * Commands.ENTRIES_EACH);
        var writers = EntryWriter.share(Commands.IN_FLIGHT, product.key(), entries, Commands.NOTE);
        return new HttpSide(
                name,
                product::processes,
                time -> {
                    var seen = new Seen();
                    var reading =
                            writers.stream().limit(READING).map(writer -> new WriteAndSee(writer, product.key(), seen));
                    var scripts = Stream.<Script>concat(
                                    reading, writers.stream().skip(READING))
                            .toList();
                    var rate = peak.perSecond * share;
                    var all = HttpLoad.paced(product.address(), scripts, time, rate);
                    return measured(Measured.of(all), seen.reads(), seen);
                },
                () -> Commands.settle(product, house.board()));
    }

    /** The same load, while another process on the same database is asked for what was written. */
    private static Side elsewhere(House house, Peak peak, double share) {
        var product = house.product();
        var other = house.keep(new QueryProcess(product, house.folder("other")));
        var entries = house.board().entries((Commands.IN_FLIGHT + 1) * Commands.ENTRIES_EACH);
        var split = Commands.ENTRIES_EACH;
        var writers = EntryWriter.share(
                Commands.IN_FLIGHT, product.key(), entries.subList(split, entries.size()), Commands.NOTE);
        var elsewhere = new Elsewhere(
                new Api(product.address(), product.key()),
                new Api(other.address(), product.key()),
                entries.subList(0, split));
        return new HttpSide(
                ELSEWHERE,
                product::processes,
                time -> {
                    var rate = peak.perSecond * share;
                    var load =
                            CompletableFuture.supplyAsync(() -> HttpLoad.paced(product.address(), writers, time, rate));
                    var seen = elsewhere.during(load);
                    return measured(Measured.of(load.join()), 0, seen);
                },
                () -> Commands.settle(product, house.board()));
    }

    private static Measured measured(Measured all, long reads, Seen seen) {
        return new Measured(
                all.operations() - reads,
                all.seconds(),
                seen.command().getValueAtPercentile(50) / 1e6,
                seen.command().getValueAtPercentile(99) / 1e6,
                Map.of(P50, seen.extraMillis(50), P99, seen.extraMillis(99)));
    }
}
