package io.stageline.projection.parked;

import static io.stageline.projection.Story.day;
import static io.stageline.projection.Story.id;
import static io.stageline.projection.parked.AdaAndBob.TENANT;
import static io.stageline.projection.parked.AdaAndBob.change;
import static io.stageline.projection.parked.AdaAndBob.edition;
import static io.stageline.projection.parked.AdaAndBob.position;
import static io.stageline.projection.parked.AdaAndBob.stagesOf;
import static io.stageline.projection.parked.AdaAndBob.story;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.projection.parked.Letter.State;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was put aside is folded again, or given up, by those whom it belongs to. */
class RetriedLettersTest {
    private static final String AUDIT =
            "SELECT actor || ' ' || action || ' ' || (detail ->> 'events') FROM stageline.replay_audit ORDER BY n";

    private final FedGrid fed;
    private final Picky picky;

    RetriedLettersTest() throws SQLException {
        fed = new FedGrid();
        picky = new Picky(fed.grid);
    }

    @AfterEach
    void close() throws InterruptedException {
        fed.close();
    }

    @Test
    void fixed_and_retried_it_is_the_fold_of_the_log() throws SQLException {
        fed.append(story(fed).events());
        fed.feed(fed.parking(picky.dislikes(position(7))), 3);
        var letter = fed.parked().get(0).id();
        var before = edition(fed);
        assertThat(fed.letters.retry(picky.dislikes(event -> false), FedGrid.GENERATION, letter, "operator me"))
                .isEqualTo(2);

        assertThat(fed.parked()).isEmpty();
        assertThat(fed.all()).extracting(Letter::state).containsExactly(State.DONE, State.DONE);
        assertThat(edition(fed)).isNotEqualTo(before);
        assertThat(fed.models.admin().queryForList(AUDIT, String.class)).containsExactly("operator me retry-letter 2");
        var rows = fed.models.rows("grid");
        assertThat(rows).containsExactlyElementsOf(fed.foldOfTheLog());
    }

    @Test
    void a_feed_goes_on_with_a_sequence_that_somebody_else_retried() throws SQLException {
        var told = story(fed);
        fed.append(told.events());
        var parking = fed.parking(picky.dislikes(position(7)));
        fed.feed(parking, 100);
        fed.letters.retry(fed.grid, FedGrid.GENERATION, fed.parked().get(1).id(), "operator me");
        fed.append(told.stage("gifts", "ada", "ASK", day(3)).events().subList(10, 11));
        fed.feed(parking, 100);

        assertThat(fed.parked()).isEmpty();
        assertThat(stagesOf(fed, "ada")).isEqualTo(3);
    }

    @Test
    void what_fails_again_stays_and_counts_the_attempt() throws SQLException {
        fed.append(story(fed).events());
        fed.feed(fed.parking(picky.dislikes(position(7))), 100);
        var letter = fed.parked().get(0).id();
        assertThat(fed.letters.retry(picky, FedGrid.GENERATION, letter, "operator me"))
                .isZero();

        assertThat(fed.parked()).hasSize(2);
        assertThat(fed.letters.show(letter).attempts()).isOne();
        assertThat(stagesOf(fed, "ada")).isZero();
    }

    @Test
    void a_dropped_sequence_needs_a_reason_and_is_audited() throws SQLException {
        var told = story(fed);
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
        assertThat(stagesOf(fed, "ada")).isZero();
        assertThat(fed.models.admin().queryForList(AUDIT, String.class)).containsExactly("operator me drop-letter 2");

        assertThat(fed.letters.retry(fed.grid, FedGrid.GENERATION, letter, "operator me"))
                .isEqualTo(3);
        assertThat(stagesOf(fed, "ada")).isEqualTo(3);
    }

    @Test
    void a_type_that_is_known_later_is_folded_then() throws SQLException {
        fed.append(story(fed).events());
        change(fed, "type = 'entry.stage-recorded/9', digest = NULL", 7);
        fed.feed(fed.parking(fed.grid), 100);
        assertThat(fed.parked()).extracting(Letter::cause).containsExactly(Cause.UNKNOWN_TYPE, Cause.BEHIND_ANOTHER);
        assertThat(fed.letters.retryKnown(fed.grid, FedGrid.GENERATION, 0, "server"))
                .isZero();
        assertThat(fed.letters.retry(
                        fed.grid, FedGrid.GENERATION, fed.parked().get(0).id(), "operator me"))
                .isZero();

        change(fed, "type = 'entry.stage-recorded/1'", 7);
        fed.models
                .admin()
                .update("UPDATE stageline.dead_letter SET type = 'entry.stage-recorded/1' WHERE position = 7");
        assertThat(fed.letters.retryKnown(fed.grid, FedGrid.GENERATION, 0, "server"))
                .isOne();
        assertThat(fed.parked()).isEmpty();
        assertThat(stagesOf(fed, "ada")).isEqualTo(2);
    }

    @Test
    void a_contact_retried_late_names_its_rows() throws SQLException {
        fed.append(story(fed).events());
        fed.feed(fed.parking(picky.dislikes(position(3))), 100);
        assertThat(fed.parked()).extracting(Letter::position).containsExactly(3L, 6L);
        fed.letters.retry(fed.grid, FedGrid.GENERATION, fed.parked().get(0).id(), "operator me");
        assertThat(fed.models.admin().queryForList("SELECT name FROM live.grid_row", String.class))
                .containsExactlyInAnyOrder("Bob", "ada");
    }

    @Test
    void letters_of_another_tenant_do_not_exist() throws SQLException {
        fed.append(story(fed).events());
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
}
