package io.stageline.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.whole.Answer;
import io.stageline.whole.Await;
import io.stageline.whole.Client;
import io.stageline.whole.LogChecks;
import io.stageline.whole.TheServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** QUALITY F10, F11 and F12, invariant D: others sit in the database, appends lose, commits are late; nobody waits for a gap. */
class SlowDatabaseTest {
    private static final String MEET = "{\"stage\":\"MEET\"}";
    private static final Duration SHOWN_WITHIN = Duration.ofSeconds(2);
    private static final Duration LATE = Duration.ofSeconds(15);
    // As a deferred trigger it runs inside the commit, where no statement_timeout reaches; as another in the statement.
    private static final String WAITS = """
            CREATE FUNCTION test_waits() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_sleep(%d); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER waits AFTER INSERT ON stageline.event %s
                FOR EACH ROW WHEN (NEW.type = 'entry.stage-recorded/1') EXECUTE FUNCTION test_waits()""";
    private static final String NO_WAITING = "DROP FUNCTION IF EXISTS test_waits CASCADE";
    private static final String NOBODY_SLEEPS =
            "SELECT count(*) FROM pg_stat_activity WHERE usename = 'stageline_write' AND wait_event = 'PgSleep'";

    private final JdbcTemplate database = TheServer.administrator().database();
    private final LogChecks log = new LogChecks(database);
    private final Client client = TheServer.newTenant();
    private final String journal = client.journal("Slow");
    private final String entry = client.entry(journal, client.contact("Ada Lovelace"));

    @AfterEach
    void nobodyWaitsAnyMore() {
        Await.until("the late commit is over", LATE, () -> log.number(NOBODY_SLEEPS) == 0);
        database.execute(NO_WAITING);
    }

    /** What other sessions may do for hours: each leaves a transaction open. */
    static Stream<String> sessionsOfOthers() {
        return Stream.of(
                "CREATE TABLE test_of_others (one int); DROP TABLE test_of_others",
                "SELECT pg_current_xact_id()",
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM stageline.event");
    }

    @ParameterizedTest
    @MethodSource("sessionsOfOthers")
    void an_open_transaction_of_another_session_holds_nobody_up(String work) throws SQLException {
        try (var other = TheServer.administrator().address().administrator().getConnection();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(work);
            for (var i = 0; i < 20; i++) isShownSoon(client.post(entry + "/stages", MEET));
            other.rollback();
        }
    }

    @Test
    void a_refused_append_leaves_no_gap_and_holds_nobody_up() {
        var behind = 0;
        for (var i = 0; i < 50; i++) {
            var before = client.post(entry + "/stages", MEET).number("/position");
            var refused = client.post(entry + "/stages", MEET, "If-Match", "\"999\"");
            assertThat(refused.status()).as(refused.text()).isEqualTo(412);
            var done = client.post(entry + "/stages", MEET);
            assertThat(done.number("/position")).isEqualTo(before + 1);
            if (isShownSoon(done).compareTo(Duration.ofMillis(50)) > 0) behind++;
        }
        assertThat(behind).as("reads that had to wait, of 50").isLessThan(25);
        log.positionsAreDenseAndVersionsContiguous();
    }

    @Test
    void a_statement_that_takes_too_long_is_ended_by_the_database_and_leaves_nothing() {
        database.execute(WAITS.formatted(20, ""));
        var begun = System.nanoTime();
        var refused = client.post(entry + "/stages", MEET, "Idempotency-Key", "too-long");
        isToldToComeAgain(refused, begun);
        database.execute(NO_WAITING);
        var done = client.post(entry + "/stages", MEET, "Idempotency-Key", "too-long");
        assertThat(done.status()).as(done.text()).isEqualTo(201);
        assertThat(done.header("Idempotency-Replayed")).isEmpty();
        assertThat(isShownSoon(done)).isLessThan(SHOWN_WITHIN);
    }

    @Test
    void a_commit_later_than_every_time_out_is_still_shown_and_its_answer_still_found() {
        database.execute(WAITS.formatted(LATE.toSeconds() - 3, "DEFERRABLE INITIALLY DEFERRED"));
        var begun = System.nanoTime();
        var unknown = client.post(entry + "/stages", MEET, "Idempotency-Key", "late");
        isToldToComeAgain(unknown, begun);
        var meanwhile = System.nanoTime();
        isToldToComeAgain(client.post(entry + "/stages", MEET, "Idempotency-Key", "late"), meanwhile);
        assertThat(client.get(entry + "/timeline").number("/total")).isZero();

        Await.until(
                "it is committed and shown",
                LATE,
                () -> client.get(entry + "/timeline").number("/total") == 1);
        var found = client.post(entry + "/stages", MEET, "Idempotency-Key", "late");
        assertThat(found.status()).as(found.text()).isEqualTo(201);
        assertThat(found.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(client.get(entry + "/timeline?minPosition=" + found.number("/position"))
                        .number("/total"))
                .isEqualTo(1);
        log.positionsAreDenseAndVersionsContiguous();
    }

    private static void isToldToComeAgain(Answer answer, long begun) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(9));
    }

    /** How long the read took that had to show the write. */
    private Duration isShownSoon(Answer written) {
        assertThat(written.status()).as(written.text()).isEqualTo(201);
        var begun = System.nanoTime();
        var shown = client.get(entry + "/timeline?limit=1&minPosition=" + written.number("/position"));
        assertThat(shown.status()).as(shown.text()).isEqualTo(200);
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
