package io.stageline.projection.parked;

import static io.stageline.projection.Story.day;
import static io.stageline.projection.parked.AdaAndBob.change;
import static io.stageline.projection.parked.AdaAndBob.edition;
import static io.stageline.projection.parked.AdaAndBob.position;
import static io.stageline.projection.parked.AdaAndBob.story;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.eventlog.Recorded;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An erasure is carried out whatever waits before it. */
class ParkedErasureTest {
    private final FedGrid fed;
    private final Picky picky;

    ParkedErasureTest() throws SQLException {
        fed = new FedGrid();
        picky = new Picky(fed.grid);
    }

    @AfterEach
    void close() throws InterruptedException {
        fed.close();
    }

    @Test
    void an_erasure_waits_for_nobody() throws SQLException {
        fed.append(story(fed)
                .stage("gifts", "bob", "ASK", day(3), "a note")
                .renamed("ada", "Ada")
                .erased("bob")
                .events());
        var parking = fed.parking(picky.dislikes(position(6)));
        var events = fed.next();
        feed(parking, events.subList(0, 12));
        assertThat(fed.models.rows("grid")).anyMatch(row -> row.contains("a note"));
        var before = edition(fed);
        feed(parking, events.subList(12, 13));

        assertThat(fed.parked()).extracting(Letter::position).containsExactly(6L, 13L);
        assertThat(fed.models.rows("grid"))
                .noneMatch(row -> row.contains("bob") || row.contains("a note"))
                .anyMatch(row -> row.contains("Ada"));
        assertThat(edition(fed)).isNotEqualTo(before);

        fed.letters.retry(fed.grid, FedGrid.GENERATION, fed.parked().get(0).id(), "operator me");
        var rows = fed.models.rows("grid");
        assertThat(rows).containsExactlyElementsOf(fed.foldOfTheLog());
    }

    @Test
    void nor_does_one_that_a_later_version_wrote() throws SQLException {
        fed.append(story(fed).erased("bob").events());
        change(fed, "type = 'contact.erased/9', digest = NULL", 11);
        fed.feed(fed.parking(fed.grid), 100);
        assertThat(fed.parked()).extracting(Letter::cause).containsExactly(Cause.UNKNOWN_TYPE);
        assertThat(fed.models.rows("grid"))
                .noneMatch(row -> row.toLowerCase(Locale.ROOT).contains("bob"));
    }

    @Test
    void nor_does_one_during_a_build() throws SQLException {
        var told = story(fed);
        fed.append(told.events());
        change(fed, "type = 'contact.changed/9', digest = NULL", 6);
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
}
