package io.stageline.eventlog.bulk;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.Schema;
import io.stageline.eventlog.Unasked;
import io.stageline.eventlog.Unreadable;
import io.stageline.eventlog.Unreadable.Reason;
import io.stageline.eventlog.verify.WrittenLog;
import io.stageline.test.TestDatabase;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventChunksTest {
    private static final int SOUND = 3_000;
    private static final int EVENTS = SOUND + 3;

    private static final String ADD = """
            INSERT INTO stageline.event
            SELECT log_id, ?, tenant_id, gen_random_uuid(), 1, gen_random_uuid(), ?, ?::jsonb, actor_id, causation_id,
                   correlation_id, recorded_at
              FROM stageline.event WHERE log_id = 0 AND position = 1""";

    private static final String ADD_DAMAGED = """
            INSERT INTO stageline.event
            SELECT log_id, ?, tenant_id, gen_random_uuid(), version, event_id, type, payload, actor_id, causation_id,
                   correlation_id, recorded_at, gen_random_uuid()
              FROM stageline.event WHERE log_id = 0 AND position = 1""";

    private final TestDatabase database = TestDatabase.migrated();
    private final EventTypes types = new EventTypes();
    private final List<Recorded> all;
    private final UUID tenant;

    /** The last three events cannot be read. */
    EventChunksTest() throws InterruptedException {
        var admin = new JdbcTemplate(database.asAdmin());
        new WrittenLog(admin).write(SOUND);
        all = all();
        tenant = all.get(0).tenant();
        admin.update(ADD, SOUND + 1, "entry.moved/9", "{}");
        admin.update(ADD, SOUND + 2, "entry.added/1", "[]");
        admin.update(ADD_DAMAGED, SOUND + 3);
        admin.update("UPDATE stageline.log_head SET position = ? WHERE log_id = 0", EVENTS);
    }

    @AfterAll
    void close() {
        database.close();
    }

    @ParameterizedTest
    @CsvSource({"1000, 0, 3000", "100, 0, 3000", "7, 100, 1000", "10000, 0, 3000", "100, 2999, 3000", "100, 3000, 3000"
    })
    void what_is_read_in_chunks_is_what_the_log_holds(int chunk, long after, long upTo) throws Exception {
        var expected = all.stream()
                .filter(event -> event.position() > after && event.position() <= upTo)
                .toList();
        assertThat(read(chunk, null, after, upTo)).hasSize((int) (upTo - after)).isEqualTo(expected);
    }

    @Test
    void of_one_tenant_only_its_events_are_read() throws Exception {
        assertThat(read(100, tenant, 0, SOUND)).hasSize(SOUND);
        assertThat(read(100, UUID.randomUUID(), 0, SOUND)).isEmpty();
    }

    @Test
    void it_ends_when_nobody_wants_more_and_can_be_asked_again() throws Exception {
        try (var chunks = chunks(100, null)) {
            var taken = new ArrayList<Recorded>();
            chunks.read(0, EVENTS, (events, upTo) -> {
                taken.addAll(events);
                return taken.size() < 300;
            });
            assertThat(taken).hasSize(300);
            chunks.read(300, SOUND, (events, upTo) -> taken.addAll(events));
            assertThat(taken)
                    .extracting(Recorded::position)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, SOUND).boxed().toList());
        }
    }

    @Test
    void what_cannot_be_read_stands_as_such_in_its_place() throws Exception {
        assertThat(read(100, null, SOUND, EVENTS))
                .extracting(Recorded::event)
                .containsExactly(
                        new Unreadable("entry.moved/9", Reason.UNKNOWN_TYPE),
                        new Unreadable("entry.added/1", Reason.UNREADABLE),
                        new Unreadable(types.typeOf(all.get(0).event()), Reason.DAMAGED));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000, 50_000})
    void long_events_are_handed_over_in_pieces_of_so_many_bytes(long bytes) throws Exception {
        var read = new ArrayList<Recorded>();
        var most = new AtomicLong();
        try (var chunks = new EventChunks(database.asAdmin(), 0, null, types, Set.of(), 1_000, bytes)) {
            chunks.read(0, 1_500, (events, upTo) -> {
                most.accumulateAndGet(stored(events.subList(0, Math.max(0, events.size() - 1))), Math::max);
                return read.addAll(events);
            });
        }
        assertThat(read).isEqualTo(all.subList(0, 1_500));
        assertThat(most.get()).isBetween(0L, bytes);
    }

    @Test
    void what_nobody_asks_for_is_not_read_and_counts_as_a_position() throws Exception {
        var type = types.typeOf(all.get(0).event());
        var read = new ArrayList<Recorded>();
        try (var chunks = new EventChunks(database.asAdmin(), 0, null, types, Set.of(type), 1_000, 20_000)) {
            chunks.read(0, EVENTS, (events, upTo) -> read.addAll(events));
        }
        assertThat(read)
                .extracting(Recorded::position)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, EVENTS).boxed().toList());
        assertThat(read.subList(0, SOUND)).allSatisfy(event -> {
            var expected = all.get((int) event.position() - 1);
            if (types.typeOf(expected.event()).equals(type))
                assertThat(event.event()).isEqualTo(Unasked.EVENT);
            else assertThat(event).isEqualTo(expected);
        });
    }

    @Test
    void the_connections_go_back_as_they_were() throws Exception {
        var admin = database.asAdmin();
        try (var connection = admin.getConnection()) {
            var lent = new SingleConnectionDataSource(connection, true);
            new EventChunks(lent, 0, null, new EventTypes(), Set.of()).close();
            assertThat(new JdbcTemplate(lent)
                            .queryForObject("SELECT current_user || current_setting('enable_seqscan')", String.class))
                    .isEqualTo("postgreson");
        }
    }

    private List<Recorded> read(int chunk, @Nullable UUID ofTenant, long after, long upTo) throws Exception {
        var read = new ArrayList<Recorded>();
        try (var chunks = chunks(chunk, ofTenant)) {
            chunks.read(after, upTo, (events, end) -> {
                assertThat(events)
                        .allSatisfy(event -> assertThat(event.position()).isLessThanOrEqualTo(end));
                return read.addAll(events);
            });
        }
        return read;
    }

    private EventChunks chunks(int chunk, @Nullable UUID ofTenant) throws SQLException {
        return new EventChunks(database.asAdmin(), 0, ofTenant, types, Set.of(), chunk, 1_000_000);
    }

    private long stored(List<Recorded> events) {
        return events.isEmpty()
                ? 0
                : requireNonNull(new JdbcTemplate(database.asAdmin())
                        .queryForObject(
                                "SELECT sum(pg_column_size(payload)) FROM stageline.event WHERE log_id = 0 AND position BETWEEN ? AND ?",
                                Long.class,
                                events.get(0).position(),
                                events.get(events.size() - 1).position()));
    }

    /** The sound events as the log reads them everywhere else. */
    private List<Recorded> all() throws InterruptedException {
        var all = new ArrayList<Recorded>();
        try (var logs = new EventLogs(
                database.as(Schema.WRITE), new EventTypes(), Clock.systemUTC(), new SimpleMeterRegistry())) {
            while (all.size() < SOUND) all.addAll(logs.log(0).readAfter(all.size(), SOUND - all.size()));
        }
        return all;
    }
}
