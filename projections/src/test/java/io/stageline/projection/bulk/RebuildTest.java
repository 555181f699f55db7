package io.stageline.projection.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.contact.events.ContactEvent.ContactErased;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.Schema;
import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.projection.GridProjection;
import io.stageline.privacy.MasterKey;
import io.stageline.projection.Catalog;
import io.stageline.projection.Generation;
import io.stageline.projection.Generation.State;
import io.stageline.projection.Generations;
import io.stageline.projection.Progressing;
import io.stageline.projection.RandomStory;
import io.stageline.projection.TestReadModels;
import io.stageline.projection.bulk.Rebuild.Rebuilt;
import io.stageline.projection.bulk.Rebuild.Wish;
import io.stageline.projection.parked.Cause;
import io.stageline.projection.parked.Letter;
import io.stageline.projection.parked.Letters;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RebuildTest {
    private static final String TENANT = """
            INSERT INTO stageline.tenant (tenant_id, log_id, name, created_at)
            VALUES (?, 0, ?, now()) ON CONFLICT DO NOTHING""";
    private static final String EVENT = """
            INSERT INTO stageline.event (log_id, position, tenant_id, stream_id, version, event_id, type, payload,
                   actor_id, causation_id, correlation_id, recorded_at)
            VALUES (0, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?)""";
    private static final String HEAD = "UPDATE stageline.log_head SET position = ? WHERE log_id = 0";
    private static final String REPAIR =
            "UPDATE stageline.event SET type = ?, payload = ?::jsonb, digest = NULL WHERE position = ?";
    private static final Duration SELDOM = Duration.ofHours(1);

    private final TestReadModels models = new TestReadModels();
    private final EventTypes types = new EventTypes();
    private final GridProjection projection = new GridProjection(models.opener(), models.swaps());
    private final Catalog catalog = new Catalog();
    private final EventLogs reading = EventLogs.forReading(models.database().as(Schema.PROJECT), types);
    private final Letters letters = new Letters(
            models.database().as(Schema.PROJECT),
            reading,
            types,
            new MasterKey(new byte[MasterKey.BYTES]),
            Clock.systemUTC());
    private final Rebuild rebuild = new Rebuild(
            models.database().asAdmin(),
            types,
            catalog,
            new Generations(models.database().asAdmin()),
            letters,
            Clock.systemUTC());

    RebuildTest() throws SQLException {}

    @AfterEach
    void close() throws InterruptedException {
        reading.close();
        models.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000_000})
    void what_is_built_from_the_log_has_the_rows_of_the_live_one(int mostRows) throws Exception {
        var events = tell(1);
        var built = run(null, new Wish(0, false, mostRows, SELDOM), false);
        var generation = built.generations().get(0);
        assertThat(generation.state()).isEqualTo(State.FOLLOWING);
        assertThat(built.events()).isEqualTo(events.size());
        assertThat(position(generation)).isEqualTo(events.size());
        assertThat(rows(generation.schema(), null)).isNotEmpty().isEqualTo(rows("grid_v3", null));

        var again = run(null, new Wish(0, false, mostRows, SELDOM), false);
        assertThat(again.events()).isZero();
        assertThat(again.generations()).containsExactly(generation);
    }

    @Test
    void a_run_that_is_stopped_is_gone_on_with_where_it_stopped() throws Exception {
        var events = tell(2);
        var folded = 0L;
        var runs = 0;
        for (var paused = true; paused; runs++) {
            var built = run(null, new Wish(1_000, false, 20, SELDOM), runs < 3);
            assertThat(built.generations()).hasSize(1);
            folded += built.events();
            assertThat(position(built.generations().get(0))).isEqualTo(folded);
            paused = built.paused();
        }
        assertThat(runs).isEqualTo(4);
        assertThat(folded).isEqualTo(events.size());
        assertThat(rows("grid_v4", null)).isEqualTo(rows("grid_v3", null));
    }

    @Test
    void a_build_that_gives_way_has_the_same_rows_and_takes_small_pieces_at_first() throws Exception {
        var events = tell(6, 800);
        var seen = new ArrayList<Long>();
        rebuild.run(List.of(projection), null, new Wish(0, true, 1_000_000, SELDOM), watcher(false, seen::add));
        assertThat(events.size()).isGreaterThan(500);
        assertThat(seen.get(0)).isLessThanOrEqualTo(500);
        assertThat(seen).last().isEqualTo((long) events.size());
        assertThat(rows("grid_v4", null)).isEqualTo(rows("grid_v3", null));
    }

    @Test
    void a_generation_of_one_tenant_has_its_rows_and_no_others() throws Exception {
        var events = tell(3);
        var tenant = events.get(0).tenant();
        var built = run(tenant, new Wish(0, false, 100, SELDOM), false)
                .generations()
                .get(0);
        assertThat(built.tenant()).isEqualTo(tenant);
        assertThat(position(built)).isEqualTo(events.size());
        assertThat(rows(built.schema(), null)).isNotEmpty().isEqualTo(rows("grid_v3", tenant));
        assertThat(rows("grid_v3", null))
                .hasSizeGreaterThan(rows("grid_v3", tenant).size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"type = 'entry.added/9', digest = NULL", "payload = '[]', digest = NULL", "digest = event_id"})
    void what_cannot_be_read_is_put_aside_with_all_behind_it(String changed) throws Exception {
        var events = tell(4);
        var second = secondOfAnEntry(events);
        models.admin().update("UPDATE stageline.event SET " + changed + " WHERE position = ?", second.position());
        assertThat(run(null, new Wish(1_000, false, 20, SELDOM), true).paused()).isTrue();
        var built =
                run(null, new Wish(0, false, 20, SELDOM), false).generations().get(0);
        assertThat(letters.open("grid", 1_000))
                .extracting(Letter::position)
                .containsExactlyElementsOf(events.stream()
                        .filter(event -> event.stream().equals(second.stream()) && event.version() >= second.version())
                        .map(Recorded::position)
                        .toList());
        assertThat(rows(built.schema(), null)).isNotEmpty().isNotEqualTo(rows("grid_v3", null));

        models.admin().update(REPAIR, types.typeOf(second.event()), types.write(second.event()), second.position());
        letters.retry(projection, built, letters.open("grid", 1).get(0).id(), "key test");
        assertThat(letters.open("grid", 1_000)).isEmpty();
        assertThat(rows(built.schema(), null)).isEqualTo(rows("grid_v3", null));
    }

    @Test
    void what_cannot_be_folded_is_put_aside_too() throws Exception {
        var events = tell(5);
        var second = secondOfAnEntry(events);
        models.admin().update("DELETE FROM stageline.event WHERE position = ?", second.position());
        run(null, new Wish(0, false, 1_000_000, SELDOM), false);
        var third = letters.open("grid", 1).get(0);
        assertThat(third.version()).isEqualTo(second.version() + 1);
        assertThat(third.cause()).isEqualTo(Cause.GAP);
        assertThat(letters.parked(rebuild.begin(List.of(projection), null).get(0)))
                .hasSize(1);
    }

    /** The second event of an entry that has more, and whose contact is not erased. */
    private static Recorded secondOfAnEntry(List<Recorded> events) {
        var erased = events.stream()
                .filter(event -> event.event() instanceof ContactErased)
                .map(Recorded::stream)
                .toList();
        return events.stream()
                .filter(event -> event.version() == 2
                        && event.event() instanceof EntryEvent entry
                        && !erased.contains(entry.contactId()))
                .findFirst()
                .orElseThrow();
    }

    private Rebuilt run(@Nullable UUID tenant, Wish wish, boolean stopped) throws Exception {
        return rebuild.run(List.of(projection), tenant, wish, watcher(stopped, seen -> {}));
    }

    /** A story that is in the log, and in the live generation. */
    private List<Recorded> tell(long seed) throws SQLException {
        return tell(seed, 400);
    }

    private List<Recorded> tell(long seed, int steps) throws SQLException {
        var events = RandomStory.tell(models, seed, steps).events();
        models.write(projection, events);
        for (var one : events) {
            models.admin().update(TENANT, one.tenant(), "tenant " + one.tenant());
            append(one);
        }
        models.admin().update(HEAD, events.size());
        return events;
    }

    private void append(Recorded one) {
        models.admin()
                .update(
                        EVENT,
                        one.position(),
                        one.tenant(),
                        one.stream(),
                        one.version(),
                        one.eventId(),
                        types.typeOf(one.event()),
                        types.write(one.event()),
                        one.origin().actor(),
                        one.origin().causation(),
                        one.origin().correlation(),
                        Timestamp.from(one.recordedAt()));
    }

    private long position(Generation generation) throws SQLException {
        try (var connection = models.database().asAdmin().getConnection()) {
            return catalog.positions(connection, generation).getOrDefault(0, 0L);
        }
    }

    private List<String> rows(String schema, @Nullable UUID tenant) {
        return models.tables("grid").stream()
                .flatMap(table -> models
                        .admin()
                        .queryForList(
                                "SELECT '%2$s ' || t::text FROM %1$s.%2$s t WHERE ?::uuid IS NULL OR tenant_id = ?::uuid ORDER BY 1"
                                        .formatted(schema, table),
                                String.class,
                                tenant,
                                tenant)
                        .stream())
                .toList();
    }

    private static Progressing watcher(boolean stopped, LongConsumer told) {
        return new Progressing() {
            @Override
            public void phase(String phase, long expected) {}

            @Override
            public void seen(long events) {
                told.accept(events);
            }

            @Override
            public boolean stop() {
                return stopped;
            }
        };
    }
}
