package io.stageline.bench.frame;

import io.stageline.bench.host.Guard;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the sides of a row in turn, A-B-A-B, and tells how it goes. */
public final class Rounds {
    private final Plan plan;
    private final Guard guard;
    private final PrintStream progress;

    public Rounds(Plan plan, Guard guard, PrintStream progress) {
        this.plan = plan;
        this.guard = guard;
        this.progress = progress;
    }

    public RowResult run(Row row, House house) {
        progress.println(row.name() + "  " + row.question());
        var sides = row.sides(house);
        for (var side : sides) {
            progress.println("    warm-up   " + side.name());
            guard.adopt(side.processes());
            side.warmUp(plan.warmUp());
            side.settle();
        }
        var rounds = new ArrayList<Map<String, Sample>>();
        for (var number = 1; number <= plan.rounds(); number++) rounds.add(round(number, sides));
        return new RowResult(row, rounds);
    }

    private Map<String, Sample> round(int number, List<Side> sides) {
        var samples = new LinkedHashMap<String, Sample>();
        for (var side : sides) {
            var sample = Sample.of(guard.watch(side.processes(), () -> side.run(plan.turn())));
            side.settle();
            samples.put(side.name(), sample);
            progress.println("    round %d   %s".formatted(number, line(side.name(), sample)));
        }
        return samples;
    }

    private static String line(String side, Sample sample) {
        return "%-24s %,10.1f/s   p50 %8.2f ms   p99 %8.2f ms   %,8.0f µs CPU%s%s"
                .formatted(
                        side,
                        sample.perSecond(),
                        sample.p50(),
                        sample.p99(),
                        sample.cpuMicros(),
                        sample.more().isEmpty() ? "" : "   " + Numbers.of(sample.more()),
                        Guard.isBusy(sample.outside())
                                ? "   BUSY: others used %.0f %%".formatted(sample.outside() * 100)
                                : "");
    }
}
