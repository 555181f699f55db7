package io.stageline.eventlog.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.eventlog.Append;
import io.stageline.eventlog.Append.NewEvent;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Origin;
import io.stageline.eventlog.Schema;
import io.stageline.eventlog.StreamKey;
import io.stageline.journal.events.EntryEvent.EntryAdded;
import io.stageline.test.TestDatabase;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A sound log is told to be sound; every kind of damage, done by a superuser past all walls, is found and named. */
class LogVerificationTest {
    private static final int EVENTS = 50_000;

    private static final TestDatabase SOUND = TestDatabase.migrated();

    private final TestDatabase database = SOUND.copy();
    private final JdbcTemplate admin = new JdbcTemplate(database.asAdmin());

    /** What a superuser can do to a log, and how its finding reads. */
    enum Done {
        AN_EVENT_IS_DELETED(
                "DELETE FROM stageline.event WHERE position = 30000",
                "log 0, position 30000: positions-missing: there is no event here",
                "version-not-next: version 9 follows version 7"),
        MANY_EVENTS_ARE_DELETED(
                "DELETE FROM stageline.event WHERE position BETWEEN 5 AND 45000",
                "log 0, position 5: positions-missing: there are no events from here to 45000"),
        THE_NEWEST_EVENTS_ARE_DELETED(
                "DELETE FROM stageline.event WHERE position > 49000",
                "log 0: head-wrong: its head tells 50000, its last event is at 49000"),
        THE_HEAD_FELL_BACK(
                "UPDATE stageline.log_head SET position = 10",
                "log 0: head-wrong: its head tells 10, its last event is at 50000"),
        AN_EVENT_WAS_PUT_FAR_AWAY(
                "UPDATE stageline.event SET position = 1000000000000 WHERE position = 50000",
                "log 0, position 50000: positions-missing: there are no events from here to 999999999999",
                "log 0: head-wrong: its head tells 50000, its last event is at 1000000000000"),
        A_VERSION_IS_SKIPPED(
                "UPDATE stageline.event SET version = 99 WHERE position = 49999",
                "position 49999, stream ",
                "version-not-next: version 99 follows version 13"),
        A_STREAM_BEGINS_LATE(
                "UPDATE stageline.event SET version = version + 100 WHERE stream_id = md5('stream 7')::uuid",
                "log 0, position 8, stream ",
                "version-not-next: version 101 follows nothing"),
        VERSIONS_GO_BACKWARD(
                """
                UPDATE stageline.event SET version = CASE version WHEN 3 THEN 1004 ELSE 1003 END
                 WHERE stream_id = md5('stream 7')::uuid AND version IN (3, 4);
                UPDATE stageline.event SET version = version - 1000 WHERE version > 1000""", "version-not-next: version 4 follows version 2", "version-not-next: version 3 follows version 4"),
        A_TYPE_IS_FROM_THE_FUTURE(
                "UPDATE stageline.event SET type = 'entry.teleported/1' WHERE position = 77",
                "log 0, position 77, stream ",
                "unknown-type: this build knows no type entry.teleported/1"),
        A_REVISION_IS_FROM_THE_FUTURE(
                "UPDATE stageline.event SET type = 'entry.added/2' WHERE position = 77",
                "unknown-type: this build knows no type entry.added/2"),
        A_MEMBER_IS_MISSING(
                "UPDATE stageline.event SET payload = payload - 'stage' WHERE position = 20000",
                "unreadable-payload: cannot be read as entry.stage-recorded/1, at /stage"),
        A_MEMBER_IS_NONSENSE("""
                UPDATE stageline.event SET payload = payload || '{"occurredAt": "secret"}' WHERE position = 20000""", "unreadable-payload: cannot be read as entry.stage-recorded/1, at /occurredAt"),
        A_PAYLOAD_IS_NO_OBJECT(
                "UPDATE stageline.event SET payload = '[\"secret\"]' WHERE position = 20000",
                "unreadable-payload: cannot be read as entry.stage-recorded/1"),
        A_PAYLOAD_IS_NULL(
                "UPDATE stageline.event SET payload = 'null' WHERE position = 20000",
                "unreadable-payload: cannot be read as entry.stage-recorded/1"),
        A_TENANT_IS_NOT_KNOWN("""
                UPDATE stageline.event SET tenant_id = '0190f7a1-0000-7000-8000-0000000000ff'
                 WHERE stream_id = md5('stream 7')::uuid""", "unknown-tenant: there is no tenant 0190f7a1-0000-7000-8000-0000000000ff"),
        A_TENANT_LIVES_ELSEWHERE(
                "INSERT INTO stageline.log_head VALUES (3, 0); UPDATE stageline.tenant SET log_id = 3",
                "tenant-of-another-log: tenant " + WrittenLog.TENANT + " lives in log 3"),
        A_LOG_HAS_NO_HEAD(
                "DELETE FROM stageline.log_head",
                "log 0: head-wrong: it has no head, its last event is at 50000",
                "head-wrong: tenant " + WrittenLog.TENANT + " lives in a log without a head"),
        AN_EVENT_IS_THERE_TWICE("""
                UPDATE stageline.event e SET event_id = (SELECT o.event_id FROM stageline.event o
                                                          WHERE o.stream_id = e.stream_id AND o.version = 2)
                 WHERE position = 49999""", "event-twice: version 14 is version 2 again, by its event id "),
        AN_ANSWER_IS_FROM_THE_FUTURE(
                "INSERT INTO stageline.idempotency VALUES ('" + WrittenLog.TENANT
                        + "', 'secret', '', 200, 'secret', 50001, now())",
                "log 0, position 50001: answer-beyond-head: an answer of tenant " + WrittenLog.TENANT),
        A_PROJECTION_IS_FROM_THE_FUTURE(
                "INSERT INTO stageline.token_entry VALUES ('grid', 0, '{\"globalIndex\": 50001}')",
                "log 0, position 50001: projection-beyond-head: grid is here, the head is at 50000"),
        EVENTS_MAY_BE_CHANGED(
                "GRANT UPDATE (payload) ON stageline.event TO stageline_project",
                "not-protected: no role of the application may change or delete events"),
        EVENTS_MAY_BE_EMPTIED(
                "GRANT TRUNCATE ON stageline.event TO stageline_write",
                "not-protected: no role of the application may change or delete events"),
        THE_WALL_IS_DOWN(
                "ALTER TABLE stageline.event NO FORCE ROW LEVEL SECURITY",
                "not-protected: every table with a tenant must force row-level security");

        private final String sql;
        private final String[] told;

        Done(String sql, String... told) {
            this.sql = sql;
            this.told = told;
        }
    }

    @BeforeAll
    static void write() {
        new WrittenLog(new JdbcTemplate(SOUND.asAdmin())).write(EVENTS);
    }

    @AfterAll
    static void drop() {
        SOUND.close();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_sound_log_is_sound() throws Exception {
        var report = verify();
        assertThat(report.findings()).isEmpty();
        assertThat(report.sound()).isTrue();
        assertThat(report.logs()).containsExactly(new Report.Log(0, EVENTS, EVENTS, EVENTS / 13));
    }

    @Test
    void a_log_without_events_is_sound() throws Exception {
        admin.execute("TRUNCATE stageline.event");
        admin.execute("UPDATE stageline.log_head SET position = 0");
        var report = verify();
        assertThat(report.sound()).isTrue();
        assertThat(report.events()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void damage_is_found_and_named(Done damage) throws Exception {
        admin.execute(damage.sql);
        var report = verify();
        assertThat(report.sound()).isFalse();
        var lines = String.join(
                "\n", report.findings().stream().map(Finding::toString).toList());
        assertThat(lines).contains(damage.told).doesNotContain("secret");
    }

    @Test
    void a_payload_changed_by_one_byte_is_named() throws Exception {
        try (var logs = new EventLogs(
                database.as(Schema.WRITE), new EventTypes(), Clock.systemUTC(), new SimpleMeterRegistry())) {
            logs.log(0).append(added(UUID.fromString(WrittenLog.TENANT))).join();
        }
        assertThat(verify().findings()).isEmpty();
        admin.update("""
                UPDATE stageline.event
                   SET payload = jsonb_set(payload, '{journalId}', to_jsonb(translate(payload ->> 'journalId', '0123456789', '1234567890')))
                 WHERE position = ?""", EVENTS + 1);
        assertThat(verify().findings())
                .extracting(Finding::toString)
                .singleElement()
                .asString()
                .startsWith("log 0, position 50001, stream ")
                .endsWith("not-as-appended: its version, type or payload was changed later");
    }

    @Test
    void all_findings_are_counted_and_a_hundred_listed() throws Exception {
        admin.execute("UPDATE stageline.event SET type = 'no/1' WHERE position <= 12345");
        var report = verify();
        assertThat(report.found()).isEqualTo(12_345);
        assertThat(report.counts()).containsExactly(java.util.Map.entry(Damage.UNKNOWN_TYPE, 12_345L));
        assertThat(report.findings()).hasSize(100);
    }

    @Test
    void more_streams_than_memory_may_hold_are_seen_in_several_passes() throws Exception {
        assertThat(verify(1_000).logs()).containsExactly(new Report.Log(0, EVENTS, EVENTS, EVENTS / 13));
        admin.execute("UPDATE stageline.event SET version = 99 WHERE position > 49500");
        admin.execute(
                "UPDATE stageline.event SET event_id = md5('event 0')::uuid WHERE stream_id = md5('stream 0')::uuid");
        assertThat(verify(1_000).counts())
                .containsExactly(
                        java.util.Map.entry(Damage.VERSION_NOT_NEXT, 500L),
                        java.util.Map.entry(Damage.EVENT_TWICE, 13L));
    }

    @Test
    void several_logs_are_told_apart() throws Exception {
        var other = UUID.randomUUID();
        admin.update("INSERT INTO stageline.log_head VALUES (2, 3)");
        admin.update("INSERT INTO stageline.tenant VALUES (?, 2, 'other', now())", other);
        admin.update("""
                INSERT INTO stageline.event
                SELECT 2, position, ?, stream_id, version, event_id, type, payload, actor_id, causation_id,
                       correlation_id, recorded_at
                  FROM stageline.event WHERE position <= 3""", other);
        var report = verify();
        assertThat(report.findings()).isEmpty();
        assertThat(report.logs()).contains(new Report.Log(2, 3, 3, 3));
        admin.execute("DELETE FROM stageline.event WHERE log_id = 2 AND position = 2");
        assertThat(verify().findings())
                .extracting(Finding::toString)
                .containsExactly("log 2, position 2: positions-missing: there is no event here");
    }

    @Test
    void it_verifies_one_moment_while_others_write() throws Exception {
        var tenant = UUID.fromString(WrittenLog.TENANT);
        try (var logs = new EventLogs(
                database.as(Schema.WRITE), new EventTypes(), Clock.systemUTC(), new SimpleMeterRegistry())) {
            var log = logs.log(0);
            var enough = new AtomicBoolean();
            var writing = CompletableFuture.runAsync(() -> {
                while (!enough.get()) log.append(added(tenant)).join();
            });
            for (var i = 0; i < 5; i++) {
                var before = log.head();
                var report = verify();
                assertThat(report.findings()).isEmpty();
                assertThat(report.events()).isBetween(before, log.head());
            }
            enough.set(true);
            writing.join();
            assertThat(log.head()).isGreaterThan(EVENTS);
        }
    }

    @Test
    void it_tells_how_far_it_has_come() throws Exception {
        var expected = new AtomicLong();
        var seen = new AtomicLong();
        new LogVerification(database.asAdmin(), new EventTypes()).run(new Watcher() {
            @Override
            public void expect(long events) {
                expected.set(events);
            }

            @Override
            public void seen(long events) {
                assertThat(events).isGreaterThan(seen.getAndSet(events)).isLessThanOrEqualTo(expected.get());
            }
        });
        assertThat(seen).hasValue(EVENTS).hasValue(expected.get());
    }

    private static Append added(UUID tenant) {
        var entry = new EntryAdded(UUID.randomUUID(), UUID.randomUUID());
        return new Append(
                new StreamKey(tenant, UUID.randomUUID()),
                0,
                List.of(new NewEvent(UuidCreator.getTimeOrderedEpoch(), entry)),
                new Origin(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID()),
                null,
                null);
    }

    private Report verify() throws SQLException, InterruptedException {
        return verify(StreamVersions.MOST);
    }

    private Report verify(int mostStreams) throws SQLException, InterruptedException {
        return new LogVerification(database.asAdmin(), new EventTypes(), mostStreams).run(Watcher.NOBODY);
    }
}
