package io.stageline.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.eventlog.Append.Answer;
import io.stageline.eventlog.Append.Appended;
import io.stageline.eventlog.Append.KeyChange;
import io.stageline.eventlog.Append.NewEvent;
import io.stageline.eventlog.Unreadable.Reason;
import io.stageline.journal.events.EntryEvent.EntryAdded;
import io.stageline.journal.events.EntryEvent.EntryRemoved;
import io.stageline.journal.events.JournalEvent.JournalRenamed;
import io.stageline.test.TestDatabase;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

class EventLogTest {
    private static final UUID TENANT = UUID.randomUUID();
    private static final Origin ORIGIN = new Origin(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());

    private final TestDatabase database = TestDatabase.migrated().withLogs(count());
    private final EventLogs logs = open();
    private final EventLog log = logs.log(number());

    /** How many logs there are, and which of them is tested. */
    int count() {
        return 1;
    }

    int number() {
        return 0;
    }

    private EventLogs open() {
        return new EventLogs(database.as(Schema.WRITE), new EventTypes(), Clock.systemUTC(), new SimpleMeterRegistry());
    }

    @BeforeEach
    void nothingHappenedYet() {
        assertThat(log.head()).isZero();
    }

    @AfterEach
    void close() throws InterruptedException {
        logs.close();
        database.close();
    }

    @Test
    void events_get_dense_positions_in_the_order_of_their_commit() {
        var appended = IntStream.range(0, 500)
                .mapToObj(i -> log.append(request(newStream(), 0, 1 + i % 3)))
                .toList();
        appended.forEach(CompletableFuture::join);

        var positions =
                log.readAfter(0, 10_000).stream().map(Recorded::position).toList();
        assertThat(positions)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, log.head()).boxed().toList());
        assertThat(appended).allSatisfy(one -> {
            var mine = one.join();
            assertThat(mine.last() - mine.first() + 1).isEqualTo(mine.version());
        });
    }

    @Test
    void two_processes_on_one_log_share_one_order_and_hear_of_each_other() throws Exception {
        try (var others = open()) {
            var other = others.log(number());
            var all = new ArrayList<CompletableFuture<Appended>>();
            for (var i = 0; i < 300; i++) {
                all.add(log.append(request(newStream(), 0, 1)));
                all.add(other.append(request(newStream(), 0, 2)));
            }
            all.forEach(CompletableFuture::join);
            assertThat(all.stream()
                            .flatMapToLong(one -> LongStream.rangeClosed(
                                    one.join().first(), one.join().last()))
                            .sorted()
                            .boxed())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 900).boxed().toList());

            var stream = new LogSource(log).openStream(new GlobalSequenceTrackingToken(900));
            other.append(request(newStream(), 0, 1)).join();
            assertThat(stream.hasNextAvailable(5, TimeUnit.SECONDS)).isTrue();
            assertThat(stream.nextAvailable().trackingToken()).isEqualTo(new GlobalSequenceTrackingToken(901));
        }
    }

    @Test
    void a_stream_that_moved_on_refuses_its_request_and_no_other() {
        var stream = newStream();
        log.append(request(stream, 0, 2)).join();

        var late = log.append(request(stream, 1, 1));
        var early = log.append(request(stream, 3, 1));
        var neighbour = log.append(request(newStream(), 0, 1));

        assertThatThrownBy(late::join).isInstanceOf(CompletionException.class).hasCauseInstanceOf(AppendConflict.class);
        assertThatThrownBy(early::join).hasCauseInstanceOf(AppendConflict.class);
        assertThat(neighbour.join()).isEqualTo(new Appended(3, 3, 1));
        assertThat(log.append(request(stream, 2, 1)).join()).isEqualTo(new Appended(4, 4, 3));
    }

    @Test
    void of_many_writers_of_one_version_exactly_one_wins() {
        var stream = newStream();
        var writers = IntStream.range(0, 200)
                .mapToObj(i -> log.append(request(stream, 0, 1)).handle((won, lost) -> lost == null))
                .toList();
        assertThat(writers.stream().filter(CompletableFuture::join)).hasSize(1);
        assertThat(log.readStream(stream, 0)).hasSize(1);
        assertThat(log.head()).isEqualTo(1);
    }

    @Test
    void an_idempotency_key_is_taken_once_and_remembers_its_position() {
        var first = log.append(request(newStream(), 0, 2, new Answer("k", new byte[] {1}, 201, "{}")));
        var second = log.append(request(newStream(), 0, 1, new Answer("k", new byte[] {1}, 201, "{}")));
        var foreign = log.append(new Append(
                new StreamKey(UUID.randomUUID(), UUID.randomUUID()),
                0,
                events(1),
                ORIGIN,
                new Answer("k", new byte[] {2}, 201, "{}"),
                null));

        assertThat(first.join().last()).isEqualTo(2);
        assertThatThrownBy(second::join).hasCauseInstanceOf(AppendConflict.class);
        assertThat(foreign.join().last()).isEqualTo(3);
        assertThat(new JdbcTemplate(database.asAdmin())
                        .queryForList("SELECT position FROM stageline.idempotency ORDER BY position", Long.class))
                .containsExactly(2L, 3L);
    }

    @Test
    void a_contact_key_comes_and_goes_with_its_events() {
        var stream = newStream();
        var contact = UUID.randomUUID();
        var keys = new JdbcTemplate(database.asAdmin());
        log.append(new Append(stream, 0, events(1), ORIGIN, null, new KeyChange(contact, new byte[] {7})))
                .join();
        assertThat(keys.queryForList("SELECT contact_id FROM stageline.contact_key", UUID.class))
                .containsExactly(contact);
        log.append(new Append(stream, 1, events(1), ORIGIN, null, new KeyChange(contact, null)))
                .join();
        assertThat(keys.queryForList("SELECT contact_id FROM stageline.contact_key", UUID.class))
                .isEmpty();
    }

    @Test
    void a_reader_sees_everything_once_and_in_order_near_the_head_and_far_behind() throws Exception {
        for (var i = 0; i < 40; i++) log.append(request(newStream(), 0, 500)).join();
        var stream = new LogSource(log).openStream(null);
        var seen = new ArrayList<Long>();
        while (stream.hasNextAvailable())
            for (var event : ((RecordedBatch) stream.nextAvailable()).getPayload()) seen.add(event.position());
        assertThat(seen)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 20_000).boxed().toList());
    }

    @Test
    void what_another_process_appended_is_decoded_once_for_all_who_follow() throws Exception {
        try (var others = open()) {
            var one = new LogSource(log).openStream(null);
            var two = new LogSource(log).openStream(null);
            log.append(request(newStream(), 0, 2)).join();
            others.log(number()).append(request(newStream(), 0, 3)).join();
            log.append(request(newStream(), 0, 2)).join();

            var seen = take(one, 7);
            assertThat(seen).extracting(Recorded::position).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
            assertThat(take(two, 7))
                    .usingElementComparator(EventLogTest::sameInstance)
                    .isEqualTo(seen);
        }
    }

    private static List<Recorded> take(BlockingStream<TrackedEventMessage<?>> stream, int count)
            throws InterruptedException {
        var events = new ArrayList<Recorded>();
        while (events.size() < count && stream.hasNextAvailable(5, TimeUnit.SECONDS))
            events.addAll(((RecordedBatch) stream.nextAvailable()).getPayload());
        return events;
    }

    private static int sameInstance(Recorded one, Recorded other) {
        return one == other ? 0 : 1;
    }

    @Test
    void long_texts_are_read_in_pieces_that_fit_into_the_memory() throws Exception {
        var stream = newStream();
        for (var i = 0; i < 20; i++) log.append(longTexts(stream, i * 100, 100)).join();
        try (var others = open()) {
            var other = others.log(number());
            var read = other.readAfter(0, 1_000);
            assertThat(read).hasSizeBetween(100, 900);
            assertThat(other.readAfter(read.size(), 1_000).get(0).position()).isEqualTo(read.size() + 1L);
            assertThat(other.readStreams(TENANT, List.of(stream.stream()))).isEmpty();
            assertThat(other.readStream(stream, 0)).hasSize(2_000);
        }
    }

    private static Append longTexts(StreamKey stream, int expectedVersion, int count) {
        var random = new byte[7_500];
        var events = IntStream.range(0, count)
                .mapToObj(i -> {
                    ThreadLocalRandom.current().nextBytes(random);
                    var text = Base64.getEncoder().encodeToString(random);
                    return new NewEvent(UuidCreator.getTimeOrderedEpoch(), new JournalRenamed(UUID.randomUUID(), text));
                })
                .toList();
        return new Append(stream, expectedVersion, events, ORIGIN, null, null);
    }

    @Test
    void what_was_recorded_is_read_back_as_it_was() {
        var stream = newStream();
        log.append(request(stream, 0, 1)).join();
        var fromTail = log.readAfter(0, 10).get(0);
        assertThat(log.readStream(stream, 0)).containsExactly(fromTail);
        assertThat(fromTail.origin()).isEqualTo(ORIGIN);
    }

    @Test
    void who_follows_the_log_goes_past_what_cannot_be_read_and_who_decides_does_not() throws Exception {
        var stream = newStream();
        log.append(request(stream, 0, 3)).join();
        change("type = 'entry.teleported/1', digest = NULL", 1);
        change("payload = '{\"future\": 1}', digest = NULL", 2);
        change("payload = payload || '{\"journalId\": \"00000000-0000-0000-0000-000000000001\"}'", 3);
        try (var others = open()) {
            var other = others.log(number());
            assertThat(other.readAfter(0, 10))
                    .extracting(Recorded::event)
                    .containsExactly(
                            new Unreadable("entry.teleported/1", Reason.UNKNOWN_TYPE),
                            new Unreadable("entry.removed/1", Reason.UNREADABLE),
                            new Unreadable("entry.added/1", Reason.DAMAGED));
            assertThatThrownBy(() -> other.readStream(stream, 0))
                    .isInstanceOf(HistoryUnreadable.class)
                    .hasMessageContaining("UNKNOWN_TYPE");
            assertThatThrownBy(() -> other.readStreams(TENANT, List.of(stream.stream())))
                    .isInstanceOf(HistoryUnreadable.class);
        }
    }

    private void change(String what, long position) {
        new JdbcTemplate(database.asAdmin())
                .update(
                        "UPDATE stageline.event SET " + what + " WHERE log_id = ? AND position = ?",
                        number(),
                        position);
    }

    @Test
    void every_event_has_the_digest_of_what_it_is() {
        log.append(request(newStream(), 0, 2)).join();
        assertThat(new JdbcTemplate(database.asAdmin()).queryForList("""
                                SELECT digest = md5(stream_id || ' ' || version || ' ' || type || ' ' || payload::text)::uuid
                                  FROM stageline.event""", Boolean.class))
                .containsExactly(true, true);
    }

    @Test
    void the_application_may_not_change_an_event() {
        log.append(request(newStream(), 0, 1)).join();
        var writer = new JdbcTemplate(database.as(Schema.WRITE));
        assertThatThrownBy(() -> writer.update("DELETE FROM stageline.event")).isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> writer.update("UPDATE stageline.event SET version = 9"))
                .isInstanceOf(DataAccessException.class);
    }

    private static StreamKey newStream() {
        return new StreamKey(TENANT, UuidCreator.getTimeOrderedEpoch());
    }

    private static Append request(StreamKey stream, long expectedVersion, int events) {
        return request(stream, expectedVersion, events, null);
    }

    private static Append request(StreamKey stream, long expectedVersion, int events, @Nullable Answer answer) {
        return new Append(stream, expectedVersion, events(events), ORIGIN, answer, null);
    }

    private static List<NewEvent> events(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> i % 2 == 0
                        ? new EntryAdded(UUID.randomUUID(), UUID.randomUUID())
                        : new EntryRemoved(UUID.randomUUID(), UUID.randomUUID()))
                .map(event -> new NewEvent(UuidCreator.getTimeOrderedEpoch(), event))
                .toList();
    }
}
