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
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Everything that was counted in a journal, put together to its report. */
record ReportCounts(Layout layout, List<Entries> entries, List<Cells> cells) {
    private static final double SECONDS_PER_DAY = Duration.ofDays(1).toSeconds();
    private static final double HUNDREDTHS = 100;
    private static final double TEN_THOUSANDTHS = 10_000;

    /** So many entries that are alike: where they are, what was decided, and which place in the journal is their furthest. */
    record Entries(
            @Nullable String stage,
            @Nullable String status,
            @Nullable String change,
            @Nullable String currency,
            long furthest,
            long count,
            long moves,
            long skips,
            long backwards,
            @Nullable BigDecimal pledged,
            long rotten,
            double running) {
        static Entries of(Readable row) {
            return new Entries(
                    maybe(row, "current_stage", String.class),
                    maybe(row, "decision_status", String.class),
                    maybe(row, "decision_change", String.class),
                    maybe(row, "pledged_currency", String.class),
                    row.get("furthest") == null ? 0 : need(row, "furthest", Long.class),
                    need(row, "count", Long.class),
                    need(row, "moves", Long.class),
                    need(row, "skips", Long.class),
                    need(row, "backwards", Long.class),
                    maybe(row, "pledged", BigDecimal.class),
                    need(row, "rotten", Long.class),
                    row.get("running") == null ? 0 : need(row, "running", Double.class));
        }
    }

    /** The cells of one stage. */
    record Cells(String stage, long reached, long completions, long stale, double ended) {
        static Cells of(Readable row) {
            return new Cells(
                    need(row, "stage", String.class),
                    need(row, "reached", Long.class),
                    need(row, "completions", Long.class),
                    need(row, "stale", Long.class),
                    need(row, "ended", Double.class));
        }

        static Cells none(String stage) {
            return new Cells(stage, 0, 0, 0, 0);
        }
    }

    Report report(UUID journal, List<Bucket> buckets) {
        var moves = sum(entries, Entries::moves);
        var skips = sum(entries, Entries::skips);
        var skipRate = moves == 0 ? null : (double) skips / moves;
        return new Report(
                journal,
                sum(entries, Entries::count),
                layout.stages().stream().map(this::stage).toList(),
                moves,
                skips,
                sum(entries, Entries::backwards),
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
        var here = entries.stream().filter(entry -> stage.equals(entry.stage())).toList();
        var all = cells.stream()
                .filter(cell -> cell.stage().equals(stage))
                .findFirst()
                .orElseGet(() -> Cells.none(stage));
        var place = layout.stages().indexOf(stage) + 1;
        var current = sum(here, Entries::count);
        var running = here.stream().mapToDouble(Entries::running).sum();
        var cameFurther = all.reached() - count(entry -> entry.furthest() == place);
        return new FunnelStage(
                stage,
                current,
                sum(here, Entries::rotten),
                all.reached(),
                all.completions(),
                all.stale(),
                all.reached() - all.stale(),
                all.reached() == 0 ? null : rounded((double) cameFurther / all.reached(), TEN_THOUSANDTHS),
                days(all.ended() + running, all.reached()),
                days(running, current));
    }

    private List<Pledged> pledged() {
        var sums = new TreeMap<String, BigDecimal>();
        entries.stream()
                .filter(entry -> entry.currency() != null && entry.pledged() != null)
                .forEach(entry -> sums.merge(
                        Objects.requireNonNull(entry.currency()),
                        Objects.requireNonNull(entry.pledged()),
                        BigDecimal::add));
        return sums.entrySet().stream()
                .map(sum -> new Pledged(sum.getKey(), sum.getValue().toPlainString()))
                .toList();
    }

    private long count(Predicate<Entries> which) {
        return sum(entries.stream().filter(which).toList(), Entries::count);
    }

    private static long sum(List<Entries> entries, ToLongFunction<Entries> number) {
        return entries.stream().mapToLong(number).sum();
    }

    private static @Nullable Double days(double seconds, long entries) {
        return entries == 0 ? null : rounded(seconds / SECONDS_PER_DAY / entries, HUNDREDTHS);
    }

    private static double rounded(double number, double parts) {
        return Math.round(number * parts) / parts;
    }
}
