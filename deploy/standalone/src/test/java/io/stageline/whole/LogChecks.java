package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.springframework.jdbc.core.JdbcTemplate;

/** What holds of every log at any time, looked at as the administrator of its database. */
public record LogChecks(JdbcTemplate database) {
    private static final String MISSING = """
            SELECT coalesce(sum(greatest(h.position, e.last) - e.number + abs(h.position - e.last)), 0)
              FROM stageline.log_head h
             CROSS JOIN LATERAL (SELECT count(*) AS number, coalesce(max(position), 0) AS last
                                   FROM stageline.event WHERE log_id = h.log_id) AS e""";
    private static final String BROKEN_STREAMS = """
            SELECT count(*)
              FROM (SELECT FROM stageline.event GROUP BY tenant_id, stream_id
                    HAVING min(version) <> 1 OR max(version) <> count(*)) AS broken""";
    private static final String OUT_OF_ORDER = """
            SELECT count(*)
              FROM stageline.event one JOIN stageline.event next
                ON (next.tenant_id, next.stream_id, next.version) = (one.tenant_id, one.stream_id, one.version + 1)
             WHERE next.position <= one.position""";
    private static final String LONELY_DECISIONS = """
            SELECT count(*)
              FROM stageline.event decision
             WHERE decision.type = 'entry.decision-taken/1'
               AND NOT EXISTS (SELECT FROM stageline.event stage
                                WHERE stage.position = decision.position - 1
                                  AND stage.stream_id = decision.stream_id
                                  AND stage.type = 'entry.stage-recorded/1'
                                  AND stage.event_id = (decision.payload ->> 'stageEventId')::uuid)""";
    private static final String EVENTS = "SELECT sum(position) FROM stageline.log_head";
    private static final String HEAD = "SELECT max(position) FROM stageline.log_head";
    private static final String AHEAD =
            "SELECT count(*) FROM stageline.projection_position p JOIN stageline.log_head h USING (log_id) WHERE p.position > h.position";
    private static final String BEFORE = "SELECT count(*) FROM stageline.projection_position WHERE position < ?";
    private static final String BEHIND =
            "SELECT count(*) FROM stageline.projection_position p JOIN stageline.log_head h USING (log_id) WHERE p.position < h.position";

    public void positionsAreDenseAndVersionsContiguous() {
        assertThat(missingPositions()).as("missing positions").isZero();
        assertThat(brokenStreams()).as("streams with a gap").isZero();
        assertThat(versionsOutOfOrder())
                .as("versions against the order of positions")
                .isZero();
    }

    public long projectionsAhead() {
        return number(AHEAD);
    }

    public long missingPositions() {
        return number(MISSING);
    }

    public long brokenStreams() {
        return number(BROKEN_STREAMS);
    }

    public long versionsOutOfOrder() {
        return number(OUT_OF_ORDER);
    }

    public void everyDecisionFollowsItsStageEvent() {
        assertThat(number(LONELY_DECISIONS))
                .as("decisions without their stage event")
                .isZero();
    }

    public void projectionsReachTheHead() {
        Await.until("projections reach the head", Duration.ofSeconds(30), () -> number(BEHIND) == 0);
    }

    /** Waits until they show at least this position, whoever goes on writing. */
    public void projectionsReach(long position) {
        Await.until("projections reach " + position, Duration.ofSeconds(30), () -> number(BEFORE, position) == 0);
    }

    public long head() {
        return number(HEAD);
    }

    /** How many events there are, in all logs together. */
    public long events() {
        return number(EVENTS);
    }

    public long number(String question, Object... values) {
        var number = database.queryForObject(question, Long.class, values);
        return number == null ? 0 : number;
    }
}
