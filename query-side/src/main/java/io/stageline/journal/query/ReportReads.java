package io.stageline.journal.query;

import io.stageline.journal.events.PathText;
import io.stageline.journal.events.Staleness;
import io.stageline.journal.query.ReportAnswers.Report;
import io.stageline.journal.query.ReportCounts.Cells;
import io.stageline.journal.query.ReportCounts.Entries;
import io.stageline.query.Reading;
import io.stageline.query.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import reactor.core.publisher.Mono;

/** The SELECTs of a report: the entries that are alike, and in their paths the stages they reached. */
final class ReportReads {
    private static final String ENTRIES = """
            SELECT current_stage, decision_status, decision_change, pledged_currency,
                   (SELECT max(place)
                      FROM unnest(:keys) WITH ORDINALITY AS listed (key, place)
                     WHERE strpos(path, key) > 0) AS furthest,
                   count(*) AS count,
                   sum(moves) AS moves, sum(skips) AS skips, sum(backwards) AS backwards, sum(pledged) AS pledged,
                   count(*) FILTER (WHERE current_since <= (:rotSince)[array_position(:stages, current_stage)])
                     AS rotten,
                   sum(greatest(0, extract(epoch FROM :now - current_since)::float8)) AS running
              FROM %s AS entry
             WHERE tenant_id = :tenant AND journal_id = :journal AND present
             GROUP BY 1, 2, 3, 4, 5""";

    // The first part of a path is about the entry itself, each further one about a stage. OFFSET keeps the planner from
    // taking a part asunder again for every number in it: half of the time.
    private static final String CELLS = """
            SELECT stage,
                   count(*) AS reached,
                   sum(split_part(numbers, ',', 2)::int) AS completions,
                   count(*) FILTER (WHERE split_part(numbers, ',', 1)::bigint <= :staleUntil) AS stale,
                   sum(split_part(numbers, ',', 4)::bigint)::float8 AS ended
              FROM %s AS entry
             CROSS JOIN LATERAL string_to_table(path, E'\\x1e') WITH ORDINALITY AS parts (part, n)
             CROSS JOIN LATERAL (SELECT split_part(part, E'\\x1f', 1) AS stage,
                                        split_part(part, E'\\x1f', 2) AS numbers
                                 OFFSET 0) AS cell
             WHERE tenant_id = :tenant AND journal_id = :journal AND present AND n > 1
             GROUP BY stage""";

    private static final Instant LONG_AGO = Instant.parse("0001-01-01T00:00:00Z");

    private ReportReads() {}

    static Mono<Report> answer(ReportOf question, Reading reading) {
        return Layout.of(question.journalId(), reading).flatMap(layout -> counts(question, layout, reading)
                .flatMap(counts -> BucketReads.answer(question.journalId(), question.buckets(), reading)
                        .map(buckets -> counts.report(question.journalId(), buckets))));
    }

    private static Mono<ReportCounts> counts(ReportOf question, Layout layout, Reading reading) {
        return reading.all(entries(question, layout, reading), Entries::of)
                .flatMap(entries -> reading.all(cells(question, reading), Cells::of)
                        .map(cells -> new ReportCounts(layout, entries, cells)));
    }

    private static Sql entries(ReportOf question, Layout layout, Reading reading) {
        var stages = layout.stages();
        return Sql.of(ENTRIES.formatted(reading.source().entries()))
                .bind("journal", question.journalId())
                .bind("stages", stages.toArray(String[]::new))
                .bind("keys", stages.stream().map(PathText::key).toArray(String[]::new))
                .bind("rotSince", rotSince(layout.rotDays(), reading.now()));
    }

    private static Sql cells(ReportOf question, Reading reading) {
        var staleUntil = reading.now().minus(Duration.ofDays(Staleness.very_stale.fromDays()));
        return Sql.of(CELLS.formatted(reading.source().entries()))
                .bind("journal", question.journalId())
                .bind("staleUntil", ChronoUnit.MICROS.between(Instant.EPOCH, staleUntil));
    }

    /** For each stage the time since when whoever is in it is rotten; before all times where there is no limit. */
    private static Instant[] rotSince(List<Integer> days, Instant now) {
        return days.stream()
                .map(limit -> limit == 0 ? LONG_AGO : now.minus(Duration.ofDays(limit)))
                .toArray(Instant[]::new);
    }
}
