package io.stageline.journal.query;

import static io.stageline.query.Reading.maybe;
import static io.stageline.query.Reading.need;

import io.r2dbc.spi.Readable;
import io.stageline.journal.query.ReportAnswers.Bucket;
import io.stageline.query.Reading;
import io.stageline.query.Sql;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The SELECT of what happened in a journal, bucket by bucket; it costs what the range holds, not what the journal does. */
final class BucketReads {
    // A decision takes effect on a day, wherever that day is lived; everything else happens at a moment.
    private static final String COUNTS = """
            SELECT CASE WHEN what = 'decision' THEN width_bucket(occurred_at, :days)
                        ELSE width_bucket(occurred_at, :moments) END AS bucket,
                   stage, CASE WHEN what = 'decision' THEN decision_change END AS change,
                   sum(CASE WHEN what = 'withdrawal' THEN -1 ELSE 1 END) AS count
              FROM %s AS event
             WHERE tenant_id = :tenant AND journal_id = :journal AND what IN ('stage', 'decision', 'withdrawal')
               AND occurred_at >= least((:days)[1], (:moments)[1])
               AND occurred_at < greatest((:days)[:end], (:moments)[:end])
             GROUP BY 1, 2, 3""";

    private BucketReads() {}

    private record Count(
            int bucket, @Nullable String stage, @Nullable String change, long count) {
        static Count of(Readable row) {
            return new Count(
                    need(row, "bucket", Integer.class),
                    maybe(row, "stage", String.class),
                    maybe(row, "change", String.class),
                    need(row, "count", Long.class));
        }
    }

    static Mono<List<Bucket>> answer(UUID journal, @Nullable Buckets buckets, Reading reading) {
        if (buckets == null) return Mono.just(List.of());
        var bounds = buckets.bounds(reading.now());
        var counts = Sql.of(COUNTS.formatted(reading.source().events()))
                .bind("journal", journal)
                .bind("days", Buckets.days(bounds))
                .bind("moments", buckets.moments(bounds))
                .bind("end", bounds.size());
        return reading.all(counts, Count::of).map(found -> IntStream.range(1, bounds.size())
                .mapToObj(n -> bucket(n, bounds, found))
                .toList());
    }

    private static Bucket bucket(int number, List<LocalDate> bounds, List<Count> counts) {
        Map<String, Long> stages = new TreeMap<>();
        Map<String, Long> decisions = new TreeMap<>();
        for (var count : counts) {
            if (count.bucket() != number || count.count() == 0) continue;
            if (count.stage() != null) stages.put(count.stage(), count.count());
            if (count.change() != null) decisions.put(count.change(), count.count());
        }
        return new Bucket(bounds.get(number - 1), bounds.get(number), stages, decisions);
    }
}
