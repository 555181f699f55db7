package io.stageline.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.whole.Await;
import io.stageline.whole.Client;
import io.stageline.whole.LogChecks;
import io.stageline.whole.TheServer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** QUALITY F19, invariants C and D: a projection fails half-way through a batch, and gets events that it had before. */
class RedeliveryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    // A sequence is not rolled back, so it counts the attempts. For such a failure no event is to blame, so none is
    // parked.
    private static final String FAULT = """
            CREATE SEQUENCE test_attempts;
            GRANT USAGE ON SEQUENCE test_attempts TO PUBLIC;
            CREATE FUNCTION test_fault() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM nextval('public.test_attempts'); RAISE EXCEPTION 'injected fault' USING ERRCODE = 'serialization_failure'; END $$;
            CREATE TRIGGER fault BEFORE INSERT OR UPDATE ON %s.%s FOR EACH ROW WHEN (%s) EXECUTE FUNCTION test_fault()""";
    private static final String NO_FAULT =
            "DROP FUNCTION IF EXISTS test_fault CASCADE; DROP SEQUENCE IF EXISTS test_attempts";
    private static final String ATTEMPTS = "SELECT last_value FROM test_attempts";
    /** How far the grid has come, and the log, in the log of the journal's tenant. */
    private static final String BEHIND = """
            SELECT h.position - p.position
              FROM stageline.projection_position AS p
              JOIN stageline.log_head AS h USING (log_id)
             WHERE p.projection = 'grid'
               AND p.log_id = (SELECT log_id FROM stageline.event WHERE stream_id = ?::uuid LIMIT 1)""";

    private static final String ROWS_THAT_ARE_NOT_AS_THE_TOKEN_SAYS = """
            SELECT count(*)
              FROM grid_v3.grid_row AS row
             WHERE journal_id = ?::uuid
               AND version <> (SELECT max(event.version)
                                 FROM stageline.event
                                WHERE event.type LIKE 'entry.%'
                                  AND event.payload ->> 'journalId' = row.journal_id::text
                                  AND event.payload ->> 'contactId' = row.contact_id::text
                                  AND event.position <= (SELECT p.position FROM stageline.projection_position AS p
                                                          WHERE p.projection = 'grid' AND p.log_id = event.log_id))""";
    private static final String LINES_THAT_ARE_NOT_AS_THE_TOKEN_SAYS = """
            SELECT count(*)
              FROM (SELECT event.position
                      FROM stageline.event
                     WHERE event.type LIKE 'entry.%' AND event.payload ->> 'journalId' = ?
                       AND event.position <= (SELECT p.position FROM stageline.projection_position AS p
                                               WHERE p.projection = 'grid' AND p.log_id = event.log_id)) AS happened
              FULL JOIN (SELECT position FROM live.entry_event WHERE journal_id = ?::uuid) AS line USING (position)
             WHERE happened IS NULL OR line IS NULL""";
    private static final String BACK_TO_THE_BEGINNING = """
            UPDATE stageline.token_entry
               SET token = convert_to(jsonb_set(convert_from(token, 'UTF8')::jsonb, '{globalIndex}', '0')::text, 'UTF8')
             WHERE processor_name = (SELECT follower
                                       FROM stageline.projection_position
                                      WHERE projection = 'grid'
                                        AND log_id = (SELECT log_id FROM stageline.event WHERE stream_id = ?::uuid LIMIT 1))""";

    private final JdbcTemplate database = TheServer.administrator().database();
    private final LogChecks log = new LogChecks(database);
    private final Client client = TheServer.newTenant();
    private final String journal = client.journal("Delivered again");
    private final List<String> entries = IntStream.range(0, 20)
            .mapToObj(i -> client.entry(journal, client.contact("Contact " + i)))
            .toList();

    @AfterEach
    void noFaultStays() {
        database.execute(NO_FAULT);
        log.projectionsReachTheHead();
    }

    @Test
    void a_batch_that_fails_half_way_leaves_nothing_and_what_is_delivered_again_changes_nothing() {
        failOn(entries.get(10));
        everybodyMeets();
        var attempts = log.number(ATTEMPTS);
        Await.until("all failed together twice", PATIENCE, () -> log.number(ATTEMPTS) >= attempts + 2);
        assertThat(log.number(BEHIND, journal)).isPositive();
        assertThat(log.number(ROWS_THAT_ARE_NOT_AS_THE_TOKEN_SAYS, journal)).isZero();
        assertThat(log.number(LINES_THAT_ARE_NOT_AS_THE_TOKEN_SAYS, journal, journal))
                .isZero();

        database.execute(NO_FAULT);
        log.projectionsReachTheHead();
        assertThat(log.number(ROWS_THAT_ARE_NOT_AS_THE_TOKEN_SAYS, journal)).isZero();
        var once = rows();
        var lines = lines();
        assertThat(once).hasSameSizeAs(entries);
        assertThat(lines).hasSize(2 * entries.size());

        var rejected = rejected();
        failOn(entries.get(5));
        client.post(entries.get(5) + "/stages", "{\"stage\":\"CONTACT\",\"occurredAt\":\"2020-01-01T00:00:00Z\"}");
        Await.until("it failed", PATIENCE, () -> log.number(ATTEMPTS) >= 1);
        Await.until("it let go of its token", PATIENCE, () -> database.update(BACK_TO_THE_BEGINNING, journal) == 1);
        database.execute(NO_FAULT);
        Await.until("all came again", PATIENCE, () -> rejected() > rejected);
        log.projectionsReachTheHead();
        assertThat(rowsBut(entries.get(5), rows())).isEqualTo(rowsBut(entries.get(5), once));
        assertThat(lines()).hasSize(2 * entries.size() + 1).containsAll(lines);
    }

    private void everybodyMeets() {
        for (var entry : entries)
            assertThat(client.post(entry + "/stages", "{\"stage\":\"MEET\"}").status())
                    .isEqualTo(201);
    }

    private void failOn(String entry) {
        database.execute(FAULT.formatted("grid_v3", "grid_row", "NEW.contact_id = '" + contact(entry) + "'"));
    }

    private static String contact(String entry) {
        return entry.substring(entry.lastIndexOf('/') + 1);
    }

    /** The rows of the journal as text. */
    private List<String> rows() {
        return database.queryForList(
                "SELECT row::text FROM grid_v3.grid_row AS row WHERE journal_id = ?::uuid ORDER BY contact_id",
                String.class,
                journal);
    }

    /** What the entries of the journal went through, as text. */
    private List<String> lines() {
        return database.queryForList(
                "SELECT line::text FROM live.entry_event AS line WHERE journal_id = ?::uuid", String.class, journal);
    }

    private static List<String> rowsBut(String entry, List<String> rows) {
        return rows.stream().filter(row -> !row.contains(contact(entry))).toList();
    }

    private static double rejected() {
        return TheServer.bean(MeterRegistry.class)
                .find("stageline.projection.cas.rejected")
                .tag("projection", "grid")
                .counters()
                .stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
