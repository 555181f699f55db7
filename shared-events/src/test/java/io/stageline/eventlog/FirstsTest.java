package io.stageline.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.alert.events.ClockEvent.ClockTicked;
import io.stageline.eventlog.Append.NewEvent;
import io.stageline.eventlog.Firsts.First;
import io.stageline.eventlog.Firsts.Place;
import io.stageline.test.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FirstsTest {
    private static final UUID TENANT = UUID.randomUUID();
    private static final Origin ORIGIN = new Origin(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());

    private final TestDatabase database = TestDatabase.migrated();
    private final EventLogs logs = open();

    private EventLogs open() {
        return new EventLogs(database.as(Schema.WRITE), new EventTypes(), Clock.systemUTC(), new SimpleMeterRegistry());
    }

    @AfterEach
    void close() throws InterruptedException {
        logs.close();
        database.close();
    }

    @Test
    void a_stream_begins_once_and_who_comes_later_is_told_where() {
        var one = UUID.randomUUID();
        var two = UUID.randomUUID();
        assertThat(logs.append(firsts(TENANT, one)).join()).containsExactly(new Place(1, true));
        assertThat(logs.append(firsts(TENANT, two, one)).join())
                .containsExactly(new Place(2, true), new Place(1, false));
        assertThat(logs.log(0).head()).isEqualTo(2);
    }

    @Test
    void a_stream_that_is_begun_twice_in_one_request_begins_with_the_first() {
        var one = UUID.randomUUID();
        assertThat(logs.append(firsts(TENANT, one, UUID.randomUUID(), one)).join())
                .containsExactly(new Place(1, true), new Place(2, true), new Place(1, false));
    }

    @Test
    void the_same_stream_of_another_tenant_is_another_one() {
        var one = UUID.randomUUID();
        logs.append(firsts(TENANT, one)).join();
        assertThat(logs.append(firsts(UUID.randomUUID(), one)).join()).containsExactly(new Place(2, true));
    }

    @Test
    void many_senders_of_the_same_facts_record_each_once_at_dense_positions() throws Exception {
        var facts = Stream.generate(UUID::randomUUID).limit(500).toList();
        try (var others = open()) {
            var sent = new ArrayList<CompletableFuture<List<Place>>>();
            for (var sender = 0; sender < 16; sender++) {
                var mine = new ArrayList<>(facts);
                Collections.shuffle(mine, new Random(sender));
                for (var from = 0; from < mine.size(); from += 50)
                    sent.add((sender % 2 == 0 ? logs : others)
                            .append(firsts(TENANT, mine.subList(from, from + 50).toArray(UUID[]::new))));
            }
            var places = sent.stream().flatMap(answer -> answer.join().stream()).toList();
            assertThat(places.stream().filter(Place::isNew)).hasSize(500);
            assertThat(places.stream().map(Place::position).distinct()).hasSize(500);
        }
        assertThat(positions())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 500).boxed().toList());
    }

    @Test
    void they_share_one_order_with_all_other_events() {
        var asked = IntStream.range(0, 200)
                .mapToObj(n -> n % 2 == 0
                        ? logs.append(firsts(TENANT, UUID.randomUUID(), UUID.randomUUID()))
                        : logs.append(new Append(
                                new StreamKey(TENANT, UUID.randomUUID()), 0, List.of(event()), ORIGIN, null, null)))
                .toList();
        asked.forEach(CompletableFuture::join);
        assertThat(positions())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 300).boxed().toList());
    }

    @Test
    void what_was_begun_is_read_back_as_it_was() throws Exception {
        var stream = UUID.randomUUID();
        logs.append(firsts(TENANT, stream)).join();
        var held = logs.log(0).readAfter(0, 10);
        try (var others = open()) {
            assertThat(others.log(0).readAfter(0, 10)).isEqualTo(held);
            assertThat(others.readStream(new StreamKey(TENANT, stream), 0)).isEqualTo(held);
        }
    }

    @Test
    void one_that_the_database_refuses_harms_no_other() {
        var bad = new Firsts(
                TENANT,
                List.of(new First(UUID.randomUUID(), new NewEvent(UuidCreator.getTimeOrderedEpoch(), bad()))),
                ORIGIN);
        var neighbours = IntStream.range(0, 20)
                .mapToObj(n -> logs.append(firsts(TENANT, UUID.randomUUID())))
                .toList();
        var refused = logs.append(bad);
        assertThat(refused.handle((done, failed) -> failed == null).join()).isFalse();
        assertThat(neighbours).allSatisfy(one -> assertThat(one.join()).hasSize(1));
    }

    private List<Long> positions() {
        var positions = new ArrayList<Long>();
        var last = 0L;
        for (var next = logs.log(0).readAfter(last, 100);
                !next.isEmpty();
                next = logs.log(0).readAfter(last, 100)) {
            next.forEach(event -> positions.add(event.position()));
            last = next.get(next.size() - 1).position();
        }
        return positions;
    }

    /** PostgreSQL has no such character. */
    private static Object bad() {
        return new io.stageline.journal.events.JournalEvent.JournalRenamed(UUID.randomUUID(), "\0");
    }

    private static Firsts firsts(UUID tenant, UUID... streams) {
        return new Firsts(
                tenant,
                Stream.of(streams).map(stream -> new First(stream, event())).toList(),
                ORIGIN);
    }

    private static NewEvent event() {
        return new NewEvent(UuidCreator.getTimeOrderedEpoch(), new ClockTicked(Instant.parse("2026-03-01T10:00:00Z")));
    }
}
