package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** S1-P2.b: a decision, its correction and a withdrawal are appended with all that belongs to them, or nothing of them is. */
class TransactionWholeTest {
    private static final String FAULT = """
            CREATE FUNCTION test_fault() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'injected fault: secret of the database'; END $$;
            CREATE TRIGGER fault BEFORE INSERT OR UPDATE ON stageline.%s FOR EACH ROW WHEN (%s)
                EXECUTE FUNCTION test_fault()""";
    private static final String NO_FAULT = "DROP FUNCTION IF EXISTS test_fault CASCADE";
    private static final String LOCK_HEAD = "SELECT position FROM stageline.log_head FOR UPDATE";
    private static final String EVENTS_OF_CONTACT =
            "SELECT count(*) FROM stageline.event WHERE type = ? AND payload ->> 'contactId' = ?";
    private static final String ANSWERS = """
            SELECT count(*)
              FROM stageline.idempotency
             WHERE key = ?
               AND tenant_id IN (SELECT tenant_id FROM stageline.event WHERE payload ->> 'contactId' = ?)""";
    private static final String DECISION = "{\"status\":\"PLEDGED\",\"amount\":\"5.00\",\"currency\":\"EUR\"}";
    private static final String CORRECTION = "{\"status\":\"DECLINED\",\"reason\":\"misheard\"}";
    private static final String KEY = "\"decide once\"";
    private static final String MEET = "{\"stage\":\"MEET\"}";
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int NEIGHBOURS = 8;

    /** Every row that the append of a decision, a correction or a withdrawal writes, and how to tell it from others. */
    enum Step {
        STAGE_EVENT("event", "NEW.type = 'entry.stage-recorded/1'"),
        DECISION_EVENT("event", "NEW.type = 'entry.decision-taken/1'"),
        CORRECTION_EVENT("event", "NEW.type = 'entry.decision-corrected/1'"),
        WITHDRAWAL_EVENT("event", "NEW.type = 'entry.stage-withdrawn/1'"),
        HEAD("log_head", "true"),
        ANSWER("idempotency", "NEW.key = 'decide once'");

        private final String fault;

        Step(String table, String row) {
            fault = FAULT.formatted(table, row);
        }
    }

    private final JdbcTemplate database = TheServer.administrator().database();
    private final Client client = TheServer.newTenant();
    private final String journal = client.journal("Whole or not at all");
    private final String contact = client.contact("Ada Lovelace");
    private final String entry = client.entry(journal, contact);

    @AfterEach
    void noFaultStays() {
        database.execute(NO_FAULT);
    }

    @ParameterizedTest
    @EnumSource(names = {"STAGE_EVENT", "DECISION_EVENT", "HEAD", "ANSWER"})
    void a_fault_in_any_step_leaves_nothing_and_the_same_key_succeeds_later(Step step) {
        database.execute(step.fault);
        var failed = client.put(entry + "/decision", DECISION, "Idempotency-Key", KEY);
        isAProblemThatTellsNothing(failed);
        assertThat(counts()).containsExactly(0L, 0L, 0L);
        assertThat(client.get(entry + "/timeline").number("/total")).isZero();

        database.execute(NO_FAULT);
        var done = client.put(entry + "/decision", DECISION, "Idempotency-Key", KEY);
        assertThat(done.status()).isEqualTo(200);
        assertThat(client.put(entry + "/decision", DECISION, "Idempotency-Key", KEY)
                        .text())
                .isEqualTo(done.text());
        assertThat(counts()).containsExactly(1L, 1L, 1L);
        assertThat(done.number("/version")).as("entry added, stage, decision").isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"CORRECTION_EVENT", "HEAD", "ANSWER"})
    void a_fault_in_any_step_of_a_correction_leaves_the_decision_as_it_was(Step step) {
        var decision = client.put(entry + "/decision", DECISION).at("/eventId");
        isWholeOrNothing(step, entry + "/decision/" + decision + "/correct", CORRECTION, "entry.decision-corrected/1");
        assertThat(client.put(entry, "{}").number("/version"))
                .as("one more event")
                .isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(names = {"WITHDRAWAL_EVENT", "HEAD", "ANSWER"})
    void a_fault_in_any_step_of_a_withdrawal_leaves_the_stage_where_it_was(Step step) {
        var stage = client.post(entry + "/stages", MEET).at("/eventId");
        isWholeOrNothing(step, entry + "/stages/" + stage + "/withdraw", "{}", "entry.stage-withdrawn/1");
        assertThat(client.put(entry, "{}").number("/version"))
                .as("one more event")
                .isEqualTo(3);
    }

    private void isWholeOrNothing(Step step, String path, String body, String event) {
        var headers = new String[] {"Idempotency-Key", KEY, "If-Match", "*"};
        var log = new LogChecks(database);
        var before = client.put(entry, "{}").number("/version");
        database.execute(step.fault);
        isAProblemThatTellsNothing(client.post(path, body, headers));
        database.execute(NO_FAULT);
        assertThat(log.number(EVENTS_OF_CONTACT, event, contact)).isZero();
        assertThat(log.number(ANSWERS, "decide once", contact)).isZero();
        assertThat(client.put(entry, "{}").number("/version")).isEqualTo(before);

        var done = client.post(path, body, headers);
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(client.post(path, body, headers).text()).isEqualTo(done.text());
        assertThat(log.number(EVENTS_OF_CONTACT, event, contact)).isEqualTo(1);
        assertThat(log.number(ANSWERS, "decide once", contact)).isEqualTo(1);
    }

    @Test
    void the_neighbours_in_the_same_group_commit_are_not_harmed() throws SQLException {
        var neighbours = IntStream.range(0, NEIGHBOURS)
                .mapToObj(i -> client.entry(journal, client.contact("Neighbour " + i)))
                .toList();
        database.execute(Step.DECISION_EVENT.fault);
        var answers = sentTogether(neighbours);
        isAProblemThatTellsNothing(answers.get(0).join());
        for (var neighbour : answers.subList(1, answers.size()))
            assertThat(neighbour.join().status()).isEqualTo(201);
        var last = answers.stream()
                .skip(1)
                .mapToLong(answer -> answer.join().number("/position"))
                .max()
                .orElseThrow();
        for (var neighbour : neighbours)
            assertThat(client.get(neighbour + "/timeline?minPosition=" + last).number("/total"))
                    .isEqualTo(1);
        assertThat(counts()).containsExactly(0L, 0L, 0L);
        new LogChecks(database).positionsAreDenseAndVersionsContiguous();
    }

    /** While the head of the log is locked the first request waits for it and all others for the next group commit. */
    private List<CompletableFuture<Answer>> sentTogether(List<String> neighbours) throws SQLException {
        var answers = new ArrayList<CompletableFuture<Answer>>();
        var first = client.entry(journal, client.contact("First"));
        try (var lock = TheServer.administrator().address().administrator().getConnection();
                var statement = lock.createStatement()) {
            lock.setAutoCommit(false);
            statement.execute(LOCK_HEAD);
            async(() -> client.post(first + "/stages", MEET));
            Await.until("the first waits for the head", PATIENCE, this::somebodyWaits);
            answers.add(async(() -> client.put(entry + "/decision", DECISION, "Idempotency-Key", KEY)));
            for (var neighbour : neighbours) answers.add(async(() -> client.post(neighbour + "/stages", MEET)));
            Await.until("all others are queued", PATIENCE, () -> queued() == NEIGHBOURS + 1);
            lock.rollback();
        }
        return answers;
    }

    private boolean somebodyWaits() {
        return new LogChecks(database).number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                > 0;
    }

    private static double queued() {
        return TheServer.bean(MeterRegistry.class).find("stageline.log.queue").gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }

    private static CompletableFuture<Answer> async(Supplier<Answer> request) {
        return CompletableFuture.supplyAsync(request, work -> new Thread(work).start());
    }

    private static void isAProblemThatTellsNothing(Answer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Retry-After")).isNotEmpty();
        assertThat(answer.text())
                .doesNotContain("injected")
                .doesNotContain("SQL")
                .doesNotContain("secret");
    }

    /** Stage events, decisions and remembered answers of the contact. */
    private List<Long> counts() {
        var log = new LogChecks(database);
        return List.of(
                log.number(EVENTS_OF_CONTACT, "entry.stage-recorded/1", contact),
                log.number(EVENTS_OF_CONTACT, "entry.decision-taken/1", contact),
                log.number(ANSWERS, "decide once", contact));
    }
}
