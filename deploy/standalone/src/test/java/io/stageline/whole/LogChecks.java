package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.whole.Fact.Kind;
import io.stageline.whole.Fact.Receipt;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** What holds of every log at any time, looked at as the administrator of its database. */
public record LogChecks(JdbcTemplate database) {
    private static final String DENSE = """
            SELECT bool_and(dense)
              FROM (SELECT h.position = count(e.position) AND h.position = coalesce(max(e.position), 0) AS dense
                      FROM stageline.log_head h LEFT JOIN stageline.event e USING (log_id)
                     GROUP BY h.log_id, h.position) AS log""";
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
    private static final String PLACES =
            "SELECT event_id, count(*), min(position), min(version) FROM stageline.event GROUP BY event_id";
    private static final String HEAD = "SELECT max(position) FROM stageline.log_head";
    private static final String BEHIND =
            "SELECT count(*) FROM stageline.projection_position p JOIN stageline.log_head h USING (log_id) WHERE p.position < h.position";

    private record Place(long count, long position, long version) {}

    public void positionsAreDenseAndVersionsContiguous() {
        assertThat(database.queryForObject(DENSE, Boolean.class))
                .as("positions are dense")
                .isTrue();
        assertThat(number(BROKEN_STREAMS)).as("streams with a gap").isZero();
        assertThat(number(OUT_OF_ORDER))
                .as("versions against the order of positions")
                .isZero();
    }

    public void everyDecisionFollowsItsStageEvent() {
        assertThat(number(LONELY_DECISIONS))
                .as("decisions without their stage event")
                .isZero();
    }

    /** Every receipt with an event id names the one event with it, at the place it was told. */
    void holdsOnce(Map<Fact, Receipt> receipts) {
        var places = new HashMap<UUID, Place>();
        database.query(PLACES, row -> {
            places.put(row.getObject(1, UUID.class), new Place(row.getLong(2), row.getLong(3), row.getLong(4)));
        });
        receipts.forEach((fact, receipt) -> {
            if (fact.kind() == Kind.BATCH_LINE) return;
            var after = fact.kind() == Kind.DECISION ? 1 : 0;
            assertThat(places.get(UUID.fromString(receipt.eventId())))
                    .as("%s", fact)
                    .isEqualTo(new Place(1, receipt.position() - after, receipt.version() - after));
        });
    }

    public void projectionsReachTheHead() {
        Await.until("projections reach the head", Duration.ofSeconds(30), () -> number(BEHIND) == 0);
    }

    public long head() {
        return number(HEAD);
    }

    public long number(String question, Object... values) {
        var number = database.queryForObject(question, Long.class, values);
        return number == null ? 0 : number;
    }
}
