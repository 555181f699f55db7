package io.stageline.journal.query;

import io.stageline.journal.events.PathText;
import io.stageline.journal.events.Staleness;
import io.stageline.journal.query.ReportAnswers.Report;
import io.stageline.query.Reading;
import io.stageline.query.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import reactor.core.publisher.Mono;

/** The SELECT of a report: one pass over the entries of the journal and, in their paths, over the stages they reached. */
final class ReportReads {
    // The first part of a path is the entry itself, in the stage it is in; each further part is a stage it reached.
    private static final String COUNTS = """
            SELECT n = 1 AS is_entry,
                   split_part(part, E'\\x1f', 1) AS stage,
                   CASE WHEN n = 1 THEN decision_status END AS status,
                   CASE WHEN n = 1 THEN decision_change END AS change,
                   CASE WHEN n = 1 THEN pledged_currency END AS currency,
                   CASE WHEN n = 1 THEN (SELECT max(place)
                                           FROM unnest(:keys) WITH ORDINALITY AS listed (key, place)
                                          WHERE strpos(path, key) > 0) END AS furthest,
                   count(*) AS count,
                   sum(moves) AS moves, sum(skips) AS skips, sum(backwards) AS backwards, sum(pledged) AS pledged,
                   count(*) FILTER (WHERE n = 1 AND current_since <= (:rotSince)[array_position(:stages, current_stage)])
                     AS rotten,
                   sum(CASE WHEN n = 1 THEN greatest(0, extract(epoch FROM :now - current_since)) END)::float8 AS running,
                   sum(CASE WHEN n > 1 THEN numbers[2]::bigint END)::bigint AS completions,
                   count(*) FILTER (WHERE n > 1 AND numbers[1]::bigint <= :staleUntil) AS stale,
                   sum(CASE WHEN n > 1 THEN numbers[4]::bigint END)::float8 AS ended
              FROM %s AS entry
             CROSS JOIN LATERAL string_to_table(path, E'\\x1e') WITH ORDINALITY AS parts (part, n)
             CROSS JOIN LATERAL string_to_array(split_part(part, E'\\x1f', 2), ',') AS numbers
             WHERE tenant_id = :tenant AND journal_id = :journal AND present
             GROUP BY 1, 2, 3, 4, 5, 6""";

    private ReportReads() {}

    static Mono<Report> answer(ReportOf question, Reading reading) {
        return Layout.of(question.journalId(), reading).flatMap(layout -> counts(question, layout, reading)
                .flatMap(counts -> BucketReads.answer(question.journalId(), question.buckets(), reading)
                        .map(buckets -> counts.report(question.journalId(), buckets))));
    }

    private static Mono<ReportCounts> counts(ReportOf question, Layout layout, Reading reading) {
        var stages = layout.stages();
        var staleUntil = reading.now().minus(Duration.ofDays(Staleness.very_stale.fromDays()));
        var sql = Sql.of(COUNTS.formatted(reading.source().entries()))
                .bind("journal", question.journalId())
                .bind("stages", stages.toArray(String[]::new))
                .bind("keys", stages.stream().map(PathText::key).toArray(String[]::new))
                .bind("rotSince", rotSince(layout.rotDays(), reading.now()))
                .bind("staleUntil", ChronoUnit.MICROS.between(Instant.EPOCH, staleUntil));
        return reading.all(sql, ReportCounts.Count::of).map(counts -> new ReportCounts(layout, counts));
    }

    /** For each stage the time since when whoever is in it is rotten; for one without a limit before all times. */
    private static Instant[] rotSince(List<Integer> days, Instant now) {
        return days.stream()
                .map(limit ->
                        limit == 0 ? Instant.EPOCH.minus(Duration.ofDays(300_000)) : now.minus(Duration.ofDays(limit)))
                .toArray(Instant[]::new);
    }
}
