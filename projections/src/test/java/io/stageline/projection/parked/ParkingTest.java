package io.stageline.projection.parked;

import static io.stageline.projection.Story.day;
import static io.stageline.projection.Story.id;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.projection.Story;
import io.stageline.projection.parked.Letter.State;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One event that cannot be folded stops its own stream and nothing else, and can be made good later. */
class ParkingTest {
    private static final UUID TENANT = id("tenant");
    private static final String STAGES =
            "SELECT count(*) FROM live.entry_event WHERE contact_id = ? AND what = 'stage'";
    private static final String LAST_MOMENT = "SELECT max(position) FROM live.moment";
    private static final String EDITION = "SELECT edition FROM stageline.live_generation";
    private static final String AUDIT =
            "SELECT actor || ' ' || action || ' ' || (detail ->> 'events') FROM stageline.replay_audit ORDER BY n";

    private final FedGrid fed;
    private final Picky picky;

    ParkingTest() throws SQLException {
        fed = new FedGrid();
        picky = new Picky(fed.grid);
    }

    @AfterEach
    void close() throws InterruptedException {
        fed.close();
    }

    /** Ten events; the seventh and the ninth are the stages of Ada, the eighth and the tenth those of Bob. */
    private Story story() {
        return new Story(fed.models, TENANT)
                .journal("gifts")
                .contact("ada", "ada@example.org")
                .contact("bob", "bob@example.org")
                .added("gifts", "ada")
                .added("gifts", "bob")
                .renamed("bob", "Bob")
                .stage("gifts", "ada", "CONTACT", day(1))
                .stage("gifts", "bob", "CONTACT", day(1))
                .stage("gifts", "ada", "MEET", day(2))
                .stage("gifts", "bob", "MEET", day(2));
    }

    private static Predicate<Recorded> position(long position) {
        return event -> event.position() == position;
    }

    private long stagesOf(String contact) {
        return requireNonNull(fed.models.admin().queryForObject(STAGES, Long.class, id(contact)));
    }

    private int edition() {
        return requireNonNull(fed.models.admin().queryForObject(EDITION, Integer.class));
    }

    @Test
    void one_entry_parks_and_all_others_flow() throws SQLException {
        fed.append(story().events());
        fed.feed(fed.parking(picky.dislikes(position(7))), 100);

        assertThat(stagesOf("bob")).isEqualTo(2);
        assertThat(stagesOf("ada")).isZero();
        assertThat(fed.parked())
                .extracting(letter -> letter.position() + " " + letter.cause().wire() + " " + letter.error())
                .containsExactly("7 data-refused SQLException 23514", "9 behind-another ");
        var shown = fed.letters.show(fed.parked().get(0).id());
        assertThat(shown.type()).isEqualTo("entry.stage-recorded/1");
        var found = requireNonNull(shown.found());
        assertThat(found.type()).isEqualTo("entry.stage-recorded/1");
        assertThat(found.payload()).contains("CONTACT").startsWith("{");
    }

    @Test
    void what_comes_later_in_a_parked_sequence_waits_too_also_after_a_restart() throws SQLException {
        var told = story();
        fed.append(told.events());
        fed.feed(fed.parking(picky.dislikes(position(7))), 100);
        fed.append(told.stage("gifts", "ada", "ASK", day(3))
                .stage("gifts", "bob", "ASK", day(3))
                .events()
                .subList(10, 12));
        fed.feed(fed.parking(fed.grid), 100);

        assertThat(stagesOf("bob")).isEqualTo(3);
        assertThat(stagesOf("ada")).isZero();
        assertThat(fed.parked()).extracting(Letter::position).containsExactly(7L, 9L, 11L);
    }

    @Test
    void a_failing_batch_is_halved_until_one_event_is_left() throws SQLException {
        fed.append(story().events());
        var parking = fed.parking(picky.dislikes(position(7)));
        assertThatThrownBy(() -> fed.once(parking)).isInstanceOf(SQLException.class);
        assertThat(parking.againAtOnce()).isTrue();
        assertThat(fed.models.rows("grid")).isEmpty();
        assertThat(fed.all()).isEmpty();

        fed.once(parking);
        assertThat(parking.againAtOnce()).isFalse();
        assertThat(picky.sizes()).containsExactly(10, 10, 5, 5, 2, 1, 1, 1, 3);
    }

    @Test
    void without_a_failure_nothing_is_written_twice() throws SQLException {
        fed.append(story().events());
        fed.feed(fed.parking(picky), 100);
        assertThat(picky.sizes()).containsExactly(10);
    }

    @Test
    void moments_count_what_is_parked() throws SQLException {
        fed.append(story().stage("gifts", "ada", "ASK", day(3)).events());
        fed.feed(fed.parking(picky.dislikes(position(7))), 100);
        assertThat(fed.models.admin().queryForObject(LAST_MOMENT, Long.class)).isEqualTo(11);
    }

    @Test
    void fixed_and_retried_it_is_the_fold_of_the_log() throws SQLException {
        fed.append(story().events());
        fed.feed(fed.parking(picky.dislikes(position(7))), 3);
        var letter = fed.parked().get(0).id();
        var before = edition();
        assertThat(fed.letters.retry(picky.dislikes(event -> false), FedGrid.GENERATION, letter, "operator me"))
                .isEqualTo(2);

        assertThat(fed.parked()).isEmpty();
        assertThat(fed.all()).extracting(Letter::state).containsExactly(State.DONE, State.DONE);
        assertThat(edition()).isNotEqualTo(before);
        assertThat(fed.models.admin().queryForList(AUDIT, String.class)).containsExactly("operator me retry-letter 2");
        var rows = fed.models.rows("grid");
        assertThat(rows).containsExactlyElementsOf(fed.foldOfTheLog());
    }

    @Test
    void a_feed_goes_on_with_a_sequence_that_somebody_else_retried() throws SQLException {
        var told = story();
        fed.append(told.events());
        var parking = fed.parking(picky.dislikes(position(7)));
        fed.feed(parking, 100);
        fed.letters.retry(fed.grid, FedGrid.GENERATION, fed.parked().get(1).id(), "operator me");
        fed.append(told.stage("gifts", "ada", "ASK", day(3)).events().subList(10, 11));
        fed.feed(parking, 100);

        assertThat(fed.parked()).isEmpty();
        assertThat(stagesOf("ada")).isEqualTo(3);
    }

    @Test
    void what_fails_again_stays_and_counts_the_attempt() throws SQLException {
        fed.append(story().events());
        fed.feed(fed.parking(picky.dislikes(position(7))), 100);
        var letter = fed.parked().get(0).id();
        assertThat(fed.letters.retry(picky, FedGrid.GENERATION, letter, "operator me"))
                .isZero();

        assertThat(fed.parked()).hasSize(2);
        assertThat(fed.letters.show(letter).attempts()).isOne();
        assertThat(stagesOf("ada")).isZero();
    }

    @Test
    void a_dropped_sequence_needs_a_reason_and_is_audited() throws SQLException {
        var told = story();
        fed.append(told.events());
        fed.feed(fed.parking(picky.dislikes(position(7))), 100);
        var letter = fed.parked().get(0).id();
        assertThatThrownBy(() -> fed.letters.drop(letter, " ", "operator me"))
                .isInstanceOf(IllegalArgumentException.class);
        fed.letters.drop(letter, "written by a broken client", "operator me");
        fed.append(told.stage("gifts", "ada", "ASK", day(3)).events().subList(10, 11));
        fed.feed(fed.parking(fed.grid), 100);

        assertThat(fed.parked()).isEmpty();
        assertThat(fed.letters.list("grid", State.DROPPED, 10)).hasSize(3);
        assertThat(fed.letters.show(letter).reason()).isEqualTo("written by a broken client");
        assertThat(stagesOf("ada")).isZero();
        assertThat(fed.models.admin().queryForList(AUDIT, String.class)).containsExactly("operator me drop-letter 2");

        assertThat(fed.letters.retry(fed.grid, FedGrid.GENERATION, letter, "operator me"))
                .isEqualTo(3);
        assertThat(stagesOf("ada")).isEqualTo(3);
    }

    @Test
    void a_lost_connection_parks_nothing() throws SQLException {
        fed.append(story().events());
        for (var state : List.of("08006", "40001", "53300", "57P01", "55P03")) {
            var parking = fed.parking(picky.dislikes(position(7)).failsWith(new SQLException("gone", state)));
            for (var attempt = 0; attempt < 3; attempt++)
                assertThatThrownBy(() -> fed.once(parking)).isInstanceOf(SQLException.class);
            assertThat(parking.againAtOnce()).isFalse();
            fed.clock.move(Duration.ofSeconds(61));
            for (var attempt = 0; attempt < 3; attempt++)
                assertThatThrownBy(() -> fed.once(parking)).isInstanceOf(SQLException.class);
            assertThat(fed.stuck.isAlarm()).as("an alarm").isTrue();
        }
        assertThat(fed.all()).isEmpty();
        fed.once(fed.parking(fed.grid));
        assertThat(fed.stuck.isAlarm()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"57014", "XX000"})
    void what_fails_for_a_minute_and_may_be_due_to_one_event_is_parked(String state) throws SQLException {
        fed.append(story().events());
        var parking = fed.parking(picky.dislikes(position(7)).failsWith(new SQLException("too slow", state)));
        for (var seconds = 0; seconds <= 62; seconds += 31, fed.clock.move(Duration.ofSeconds(31)))
            assertThatThrownBy(() -> fed.once(parking)).isInstanceOf(SQLException.class);
        assertThat(fed.stuck.isAlarm()).isTrue();
        assertThatThrownBy(() -> fed.once(parking)).isInstanceOf(SQLException.class);
        assertThat(parking.againAtOnce()).isTrue();
        fed.once(parking);
        assertThat(fed.parked()).extracting(Letter::position).contains(7L);
        assertThat(fed.stuck.isAlarm()).isFalse();
    }

    @Test
    void a_projection_that_fails_on_everything_parks_nothing() throws SQLException {
        var story = new Story(fed.models, TENANT);
        for (var i = 0; i < 25; i++) story.journal("journal " + i);
        fed.append(story.events());
        var parking = fed.parking(picky.dislikes(event -> true));
        assertThatThrownBy(() -> fed.once(parking)).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> fed.once(parking)).isInstanceOf(TooManyFailed.class);
        assertThat(fed.all()).isEmpty();
        assertThat(fed.models.rows("grid")).isEmpty();
        assertThat(fed.ratio.isAlarm()).isTrue();
    }

    @Test
    void nor_does_it_one_by_one() throws SQLException {
        var story = new Story(fed.models, TENANT);
        for (var i = 0; i < 25; i++) story.journal("journal " + i);
        fed.append(story.events());
        var parking = fed.parking(picky.dislikes(event -> true));
        assertThatThrownBy(() -> fed.feed(parking, 1)).isInstanceOf(TooManyFailed.class);
        assertThat(fed.all()).hasSize(19);
    }

    @Test
    void a_damaged_event_is_not_projected() throws SQLException {
        fed.append(story().events());
        change("payload = jsonb_set(payload, '{stage}', '\"DECISION\"')", 7);
        fed.feed(fed.parking(fed.grid), 100);
        assertThat(fed.parked())
                .extracting(letter -> letter.position() + " " + letter.cause().wire())
                .containsExactly("7 damaged", "9 behind-another");
        assertThat(stagesOf("ada")).isZero();
        assertThat(stagesOf("bob")).isEqualTo(2);
    }

    @Test
    void a_type_that_is_known_later_is_folded_then() throws SQLException {
        fed.append(story().events());
        change("type = 'entry.stage-recorded/9', digest = NULL", 7);
        fed.feed(fed.parking(fed.grid), 100);
        assertThat(fed.parked()).extracting(Letter::cause).containsExactly(Cause.UNKNOWN_TYPE, Cause.BEHIND_ANOTHER);
        assertThat(fed.letters.retryKnown(fed.grid, FedGrid.GENERATION, 0, "server"))
                .isZero();
        assertThat(fed.letters.retry(
                        fed.grid, FedGrid.GENERATION, fed.parked().get(0).id(), "operator me"))
                .isZero();

        change("type = 'entry.stage-recorded/1'", 7);
        fed.models
                .admin()
                .update("UPDATE stageline.dead_letter SET type = 'entry.stage-recorded/1' WHERE position = 7");
        assertThat(fed.letters.retryKnown(fed.grid, FedGrid.GENERATION, 0, "server"))
                .isOne();
        assertThat(fed.parked()).isEmpty();
        assertThat(stagesOf("ada")).isEqualTo(2);
    }

    @Test
    void a_contact_retried_late_names_its_rows() throws SQLException {
        fed.append(story().events());
        fed.feed(fed.parking(picky.dislikes(position(3))), 100);
        assertThat(fed.parked()).extracting(Letter::position).containsExactly(3L, 6L);
        fed.letters.retry(fed.grid, FedGrid.GENERATION, fed.parked().get(0).id(), "operator me");
        assertThat(fed.models.admin().queryForList("SELECT name FROM live.grid_row", String.class))
                .containsExactlyInAnyOrder("Bob", "ada");
    }

    @Test
    void an_erasure_waits_for_nobody() throws SQLException {
        fed.append(story().stage("gifts", "bob", "ASK", day(3), "a note")
                .renamed("ada", "Ada")
                .erased("bob")
                .events());
        var parking = fed.parking(picky.dislikes(position(6)));
        var events = fed.next();
        feed(parking, events.subList(0, 12));
        assertThat(fed.models.rows("grid")).anyMatch(row -> row.contains("a note"));
        var before = edition();
        feed(parking, events.subList(12, 13));

        assertThat(fed.parked()).extracting(Letter::position).containsExactly(6L, 13L);
        assertThat(fed.models.rows("grid"))
                .noneMatch(row -> row.contains("bob") || row.contains("a note"))
                .anyMatch(row -> row.contains("Ada"));
        assertThat(edition()).isNotEqualTo(before);

        fed.letters.retry(fed.grid, FedGrid.GENERATION, fed.parked().get(0).id(), "operator me");
        var rows = fed.models.rows("grid");
        assertThat(rows).containsExactlyElementsOf(fed.foldOfTheLog());
    }

    @Test
    void nor_does_one_that_a_later_version_wrote() throws SQLException {
        fed.append(story().erased("bob").events());
        change("type = 'contact.erased/9', digest = NULL", 11);
        fed.feed(fed.parking(fed.grid), 100);
        assertThat(fed.parked()).extracting(Letter::cause).containsExactly(Cause.UNKNOWN_TYPE);
        assertThat(fed.models.rows("grid"))
                .noneMatch(row -> row.toLowerCase(Locale.ROOT).contains("bob"));
    }

    @Test
    void nor_does_one_during_a_build() throws SQLException {
        var told = story();
        fed.append(told.events());
        change("type = 'contact.changed/9', digest = NULL", 6);
        fed.models.inBulk("grid", connection -> {
            var fold = fed.parking(fed.grid).bulk(1_000);
            fold.fold(connection, fed.next());
            fold.flush(connection);
            fed.append(told.erased("bob").events().subList(10, 11));
            fold.fold(connection, fed.next().subList(10, 11));
            fold.flush(connection);
            try (var sql = connection.createStatement()) {
                for (var statement : fed.grid.finish()) sql.execute(statement);
            }
        });
        assertThat(fed.parked()).extracting(Letter::position).containsExactly(6L, 11L);
        assertThat(fed.models.rows("grid"))
                .noneMatch(row -> row.toLowerCase(Locale.ROOT).contains("bob"))
                .anyMatch(row -> row.contains("ada"));
    }

    private void feed(Parking parking, List<Recorded> batch) throws SQLException {
        try {
            fed.batch(parking, batch);
        } catch (SQLException again) {
            fed.batch(parking, batch);
        }
    }

    @Test
    void letters_of_another_tenant_do_not_exist() throws SQLException {
        fed.append(story().events());
        fed.feed(fed.parking(picky.dislikes(position(7))), 100);
        var letter = fed.parked().get(0).id();
        var others = fed.letters.ofTenant(id("another tenant"));
        assertThat(others.open("grid", 10)).isEmpty();
        assertThat(others.parked(FedGrid.GENERATION)).isEmpty();
        assertThatThrownBy(() -> others.show(letter)).isInstanceOf(UnknownLetter.class);
        assertThatThrownBy(() -> others.drop(letter, "mine now", "key x")).isInstanceOf(UnknownLetter.class);
        assertThatThrownBy(() -> others.retry(fed.grid, FedGrid.GENERATION, letter, "key x"))
                .isInstanceOf(UnknownLetter.class);
        assertThat(fed.letters.ofTenant(TENANT).open("grid", 10)).hasSize(2);
    }

    @Test
    void what_is_put_aside_is_measured() throws SQLException {
        fed.append(story().events());
        new LetterMeters("grid", fed.letters).register(fed.meters);
        fed.feed(fed.parking(picky.dislikes(position(7))), 100);
        assertThat(fed.meters
                        .get("stageline.projection.parked")
                        .tags("projection", "grid", "cause", "data-refused")
                        .counter()
                        .count())
                .isOne();
        assertThat(fed.meters
                        .get("stageline.projection.dead.letters")
                        .tags("projection", "grid", "state", "parked")
                        .gauge()
                        .value())
                .isEqualTo(2);
        assertThat(fed.meters.get("stageline.projection.failed.ratio").gauge().value())
                .isEqualTo(0.2);
        assertThat(fed.meters
                        .get("stageline.alarm")
                        .tag("name", "dead-letters")
                        .gauge()
                        .value())
                .isOne();
    }

    @Test
    void a_bulk_fold_puts_aside_what_cannot_be_read() throws SQLException {
        fed.append(story().events());
        change("type = 'entry.stage-recorded/9', digest = NULL", 7);
        fed.models.inBulk("grid", connection -> {
            var fold = fed.parking(fed.grid).bulk(1_000);
            fold.fold(connection, fed.next());
            fold.flush(connection);
        });
        assertThat(fed.parked()).extracting(Letter::position).containsExactly(7L, 9L);
        assertThat(stagesOf("bob")).isEqualTo(2);
    }

    private void change(String what, long position) {
        fed.models.admin().update("UPDATE stageline.event SET " + what + " WHERE position = ?", position);
    }

    @Test
    void the_story_is_as_these_tests_need_it() {
        var events = story().events();
        assertThat(events).hasSize(10);
        assertThat(events.subList(6, 10)).allMatch(event -> event.event() instanceof StageRecorded);
        assertThat(events.get(6).stream()).isEqualTo(events.get(8).stream());
    }
}
