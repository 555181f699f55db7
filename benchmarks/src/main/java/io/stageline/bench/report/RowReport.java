package io.stageline.bench.report;

import io.stageline.bench.frame.Figure;
import io.stageline.bench.frame.Plan;
import io.stageline.bench.frame.RowResult;
import io.stageline.bench.frame.Sample;
import io.stageline.bench.frame.Spread;
import io.stageline.bench.host.Guard;
import io.stageline.bench.host.Machine;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that is kept of a measured row: what it takes to show it again, and to judge it. */
public record RowReport(
        String name,
        String question,
        Instant began,
        Instant ended,
        Machine machine,
        int rounds,
        long seconds,
        long warmUp,
        Map<String, String> postgres,
        boolean disturbed,
        List<Answer> figures,
        Map<String, Work> sides,
        List<Map<String, Sample>> samples) {

    private static final double FAR = 1_000;

    /** A figure over all rounds; its reach is 1 where its target is just met, and null where it has none. */
    public record Answer(
            String name, String target, @Nullable Double reach, Spread value) {
        boolean isMet() {
            return reach != null && reach >= 1;
        }
    }

    /** What one side did over all rounds. */
    public record Work(Spread perSecond, Spread p50, Spread p99, Spread cpuMicros) {}

    /** What a row answered between two moments on this machine. */
    public static RowReport of(
            RowResult result, Instant began, Machine machine, Plan plan, Map<String, String> postgres) {
        var figures = result.figures().entrySet().stream()
                .map(figure -> answer(figure.getKey(), figure.getValue()))
                .toList();
        var sides = new LinkedHashMap<String, Work>();
        for (var side : result.sides()) sides.put(side, work(result, side));
        return new RowReport(
                result.row().name(),
                result.row().question(),
                began,
                Instant.now(),
                machine,
                plan.rounds(),
                plan.turn().toSeconds(),
                plan.warmUp().toSeconds(),
                postgres,
                Guard.isBusy(result.outside()),
                figures,
                sides,
                result.rounds());
    }

    private static Answer answer(Figure figure, Spread value) {
        var target = figure.target();
        var reach = target.isSet() ? Math.min(FAR, target.reach(value.median())) : null;
        return new Answer(figure.name(), target.toString(), reach, value);
    }

    private static Work work(RowResult result, String side) {
        return new Work(
                result.of(side, Sample::perSecond),
                result.of(side, Sample::p50),
                result.of(side, Sample::p99),
                result.of(side, Sample::cpuMicros));
    }

    /** Its number among the rows; one that has only a name comes after all others. */
    int number() {
        var digits = name.replaceAll("[^0-9]", "");
        return digits.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }
}
