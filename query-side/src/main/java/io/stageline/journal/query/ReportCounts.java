package io.stageline.journal.query;

import static io.stageline.query.Reading.maybe;
import static io.stageline.query.Reading.need;

import io.r2dbc.spi.Readable;
import io.stageline.journal.events.ChangeClass;
import io.stageline.journal.query.ReportAnswers.Bucket;
import io.stageline.journal.query.ReportAnswers.Changed;
import io.stageline.journal.query.ReportAnswers.Decided;
import io.stageline.journal.query.ReportAnswers.FunnelStage;
import io.stageline.journal.query.ReportAnswers.Pledged;
import io.stageline.journal.query.ReportAnswers.Report;
import io.stageline.journal.query.ReportAnswers.SkipRateHealth;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that was counted in a journal, put together to its report. */
record ReportCounts(Layout layout, List<Count> counts) {
    private static final double SECONDS_PER_DAY = Duration.ofDays(1).toSeconds();
    private static final double HUNDREDTHS = 100;
    private static final double TEN_THOUSANDTHS = 10_000;

    /** So many entries that are alike in what they show, or so many cells of one stage. */
    record Count(
            boolean isEntry,
            String stage,
            @Nullable String status,
            @Nullable String change,
            @Nullable String currency,
            int furthest,
            long count,
            long moves,
            long skips,
            long backwards,
            @Nullable BigDecimal pledged,
            long rotten,
            double running,
            long completions,
            long stale,
            double ended) {
        static Count of(Readable row) {
            return new Count(
                    need(row, "is_entry", Boolean.class),
                    need(row, "stage", String.class),
                    maybe(row, "status", String.class),
                    maybe(row, "change", String.class),
                    maybe(row, "currency", String.class),
                    (int) number(row, "furthest"),
                    number(row, "count"),
                    number(row, "moves"),
                    number(row, "skips"),
                    number(row, "backwards"),
                    maybe(row, "pledged", BigDecimal.class),
                    number(row, "rotten"),
                    seconds(row, "running"),
                    number(row, "completions"),
                    number(row, "stale"),
                    seconds(row, "ended"));
        }

        private static long number(Readable row, String column) {
            var number = maybe(row, column, Long.class);
            return number == null ? 0 : number;
        }

        private static double seconds(Readable row, String column) {
            var seconds = maybe(row, column, Double.class);
            return seconds == null ? 0 : seconds;
        }
    }

    Report report(UUID journal, List<Bucket> buckets) {
        var moves = sum(entries(), Count::moves);
        var skips = sum(entries(), Count::skips);
        var skipRate = moves == 0 ? null : (double) skips / moves;
        return new Report(
                journal,
                sum(entries(), Count::count),
                layout.stages().stream().map(this::stage).toList(),
                moves,
                skips,
                sum(entries(), Count::backwards),
                skipRate == null ? null : rounded(skipRate, TEN_THOUSANDTHS),
                SkipRateHealth.of(skipRate),
                layout.statuses().stream()
                        .map(status -> new Decided(status, count(entry -> status.equals(entry.status()))))
                        .toList(),
                count(entry -> entry.status() == null),
                Arrays.stream(ChangeClass.values())
                        .map(change -> new Changed(
                                change.word(), count(entry -> change.word().equals(entry.change()))))
                        .toList(),
                pledged(),
                buckets);
    }

    private FunnelStage stage(String stage) {
        var here = entries().filter(entry -> entry.stage().equals(stage)).toList();
        var cells = counts.stream()
                .filter(cell -> !cell.isEntry() && cell.stage().equals(stage))
                .toList();
        var place = layout.stages().indexOf(stage) + 1;
        var current = sum(here.stream(), Count::count);
        var reached = sum(cells.stream(), Count::count);
        var stale = sum(cells.stream(), Count::stale);
        var running = seconds(here, Count::running);
        var cameFurther = reached - count(entry -> entry.furthest() == place);
        return new FunnelStage(
                stage,
                current,
                sum(here.stream(), Count::rotten),
                reached,
                sum(cells.stream(), Count::completions),
                stale,
                reached - stale,
                reached == 0 ? null : rounded((double) cameFurther / reached, TEN_THOUSANDTHS),
                days(seconds(cells, Count::ended) + running, reached),
                days(running, current));
    }

    private List<Pledged> pledged() {
        var sums = new TreeMap<String, BigDecimal>();
        entries()
                .filter(entry -> entry.currency() != null && entry.pledged() != null)
                .forEach(entry -> sums.merge(
                        Objects.requireNonNull(entry.currency()),
                        Objects.requireNonNull(entry.pledged()),
                        BigDecimal::add));
        return sums.entrySet().stream()
                .map(sum -> new Pledged(sum.getKey(), sum.getValue().toPlainString()))
                .toList();
    }

    private Stream<Count> entries() {
        return counts.stream().filter(Count::isEntry);
    }

    private long count(Predicate<Count> which) {
        return sum(entries().filter(which), Count::count);
    }

    private static long sum(Stream<Count> counts, ToLongFunction<Count> number) {
        return counts.mapToLong(number).sum();
    }

    private static double seconds(List<Count> counts, ToDoubleFunction<Count> number) {
        return counts.stream().mapToDouble(number).sum();
    }

    private static @Nullable Double days(double seconds, long entries) {
        return entries == 0 ? null : rounded(seconds / SECONDS_PER_DAY / entries, HUNDREDTHS);
    }

    private static double rounded(double number, double parts) {
        return Math.round(number * parts) / parts;
    }
}
