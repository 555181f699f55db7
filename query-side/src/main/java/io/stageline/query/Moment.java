package io.stageline.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** A position of the log and the time that belongs to it. */
public record Moment(long position, Instant at) {
    private static final String POSITION_AT_TIME = """
            SELECT %1$s AS n, CAST(:time%2$s AS timestamptz) AS told_at,
                   coalesce((SELECT position FROM moment WHERE tenant_id = :tenant AND recorded_at <= :time%2$s
                              ORDER BY recorded_at DESC LIMIT 1), 0) AS position""";

    // That of the commit in which the position was written; beyond the tenant's last one, that one; without any, now.
    private static final String TIME_AT_POSITION = """
            SELECT %1$s AS n,
                   coalesce((SELECT recorded_at FROM moment WHERE tenant_id = :tenant AND position >= :position%2$s
                              ORDER BY position LIMIT 1),
                            (SELECT recorded_at FROM moment WHERE tenant_id = :tenant
                              ORDER BY recorded_at DESC LIMIT 1),
                            :now) AS told_at,
                   CAST(:position%2$s AS bigint) AS position""";

    private static final String NOW = """
            SELECT %1$s AS n, CAST(:now AS timestamptz) AS told_at, CAST(:position%2$s AS bigint) AS position""";

    /** The moments that are meant, each at its place, found with one statement; now is that of the reading. */
    public static Mono<List<Moment>> of(Reading reading, When... whens) {
        var questions = new ArrayList<String>();
        Map<String, Object> values = new HashMap<>();
        for (var n = 0; n < whens.length; n++) {
            var name = String.valueOf((char) ('A' + n));
            var position = whens[n].isNow() ? Long.valueOf(reading.position()) : whens[n].position();
            var time = whens[n].time();
            if (position != null) values.put("position" + name, position);
            if (time != null) values.put("time" + name, time);
            var question = whens[n].isNow() ? NOW : time == null ? TIME_AT_POSITION : POSITION_AT_TIME;
            questions.add(question.formatted(n, name));
        }
        var sql =
                Sql.of(String.join("\nUNION ALL\n", questions) + "\nORDER BY n").bindAll(values);
        return reading.all(
                sql,
                row -> new Moment(
                        Reading.need(row, "position", Long.class), Reading.need(row, "told_at", Instant.class)));
    }
}
