package io.stageline.journal.query;

import static io.stageline.query.Reading.maybe;
import static io.stageline.query.Reading.need;

import io.r2dbc.spi.Readable;
import io.stageline.journal.events.Staleness;
import io.stageline.journal.query.JournalAnswers.Journal;
import io.stageline.journal.query.JournalQueries.OneJournal;
import io.stageline.journal.query.ReportAnswers.Decided;
import io.stageline.journal.query.ReportAnswers.FunnelStage;
import io.stageline.journal.query.ReportAnswers.Report;
import io.stageline.journal.query.ReportAnswers.SkipRateHealth;
import io.stageline.query.Reading;
import io.stageline.query.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The SELECTs of a report: the funnel by stage, and everything else by the decision in force. */
final class ReportReads {
    private static final String FUNNEL = """
            SELECT stage,
                   count(*) FILTER (WHERE current_stage = stage) AS current,
                   count(*) AS reached,
                   sum(numbers[2])::bigint AS completions,
                   count(*) FILTER (WHERE numbers[1] <= :staleUntil) AS stale,
                   sum(numbers[4] + CASE WHEN current_stage = stage
                                         THEN greatest(0, extract(epoch FROM :now - current_since))
                                         ELSE 0 END)::float8 AS seconds
              FROM grid_row
             CROSS JOIN LATERAL string_to_table(path, E'\\x1e') WITH ORDINALITY AS part (cell, n)
             CROSS JOIN LATERAL (SELECT split_part(cell, E'\\x1f', 1) AS stage,
                                        string_to_array(split_part(cell, E'\\x1f', 2), ',')::bigint[] AS numbers
                                  WHERE n > 1) AS reached
             WHERE tenant_id = :tenant
               AND journal_id = :journal
               AND present
             GROUP BY stage""";

    private static final String BY_DECISION = """
            SELECT decision_status AS status, count(*) AS entries, sum(moves)::bigint AS moves,
                   sum(skips)::bigint AS skips, sum(backwards)::bigint AS backwards
              FROM grid_row
             WHERE tenant_id = :tenant
               AND journal_id = :journal
               AND present
             GROUP BY decision_status""";

    private static final double SECONDS_PER_DAY = Duration.ofDays(1).toSeconds();
    private static final double HUNDREDTHS = 100;
    private static final double TEN_THOUSANDTHS = 10_000;

    private ReportReads() {}

    private record Group(@Nullable String status, long entries, long moves, long skips, long backwards) {}

    static Mono<Report> answer(ReportOf question, Reading reading) {
        return JournalReads.answer(new OneJournal(question.journalId()), reading)
                .flatMap(journal -> funnel(journal, reading)
                        .flatMap(funnel -> groups(journal, reading).map(groups -> report(journal, funnel, groups))));
    }

    private static Mono<Map<String, FunnelStage>> funnel(Journal journal, Reading reading) {
        var staleUntil = reading.now().minus(Duration.ofDays(Staleness.very_stale.fromDays()));
        var sql = Sql.of(FUNNEL)
                .bind("journal", journal.journalId())
                .bind("now", reading.now())
                .bind("staleUntil", ChronoUnit.MICROS.between(Instant.EPOCH, staleUntil));
        return reading.all(sql, ReportReads::stage)
                .map(stages -> stages.stream().collect(Collectors.toMap(FunnelStage::stage, Function.identity())));
    }

    private static Mono<List<Group>> groups(Journal journal, Reading reading) {
        return reading.all(Sql.of(BY_DECISION).bind("journal", journal.journalId()), ReportReads::group);
    }

    private static Report report(Journal journal, Map<String, FunnelStage> funnel, List<Group> groups) {
        var moves = sum(groups, Group::moves);
        var skips = sum(groups, Group::skips);
        var skipRate = moves == 0 ? null : rounded((double) skips / moves, TEN_THOUSANDTHS);
        return new Report(
                journal.journalId(),
                sum(groups, Group::entries),
                journal.stages().stream()
                        .map(stage -> funnel.getOrDefault(stage, new FunnelStage(stage, 0, 0, 0, 0, null)))
                        .toList(),
                moves,
                skips,
                sum(groups, Group::backwards),
                skipRate,
                SkipRateHealth.of(moves == 0 ? null : (double) skips / moves),
                journal.statuses().stream()
                        .map(status -> new Decided(status, decided(groups, status)))
                        .toList(),
                decided(groups, null));
    }

    private static long decided(List<Group> groups, @Nullable String status) {
        return groups.stream()
                .filter(group -> Objects.equals(group.status(), status))
                .mapToLong(Group::entries)
                .sum();
    }

    private static long sum(List<Group> groups, ToLongFunction<Group> number) {
        return groups.stream().mapToLong(number).sum();
    }

    private static FunnelStage stage(Readable row) {
        var reached = need(row, "reached", Long.class);
        return new FunnelStage(
                need(row, "stage", String.class),
                need(row, "current", Long.class),
                reached,
                need(row, "completions", Long.class),
                need(row, "stale", Long.class),
                rounded(need(row, "seconds", Double.class) / SECONDS_PER_DAY / reached, HUNDREDTHS));
    }

    private static Group group(Readable row) {
        return new Group(
                maybe(row, "status", String.class),
                need(row, "entries", Long.class),
                need(row, "moves", Long.class),
                need(row, "skips", Long.class),
                need(row, "backwards", Long.class));
    }

    private static double rounded(double number, double parts) {
        return Math.round(number * parts) / parts;
    }
}
