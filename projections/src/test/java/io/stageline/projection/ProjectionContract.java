package io.stageline.projection;

import static io.stageline.projection.Story.day;
import static io.stageline.projection.Story.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.StageWarning;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every projection promises, on a real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ProjectionContract {
    protected static final UUID TENANT = id("tenant");

    private static final int CHUNK = 7;

    protected final TestReadModels models;
    protected final Projection projection;

    protected ProjectionContract(ProjectionFactory factory) throws SQLException {
        models = new TestReadModels();
        projection = factory.create(models.opener(), models.swaps());
    }

    /** How a projection is made. */
    @FunctionalInterface
    protected interface ProjectionFactory {
        Projection create(Opener opener, Swaps swaps);
    }

    @BeforeEach
    void forget() {
        models.forget(projection.name());
    }

    @AfterAll
    void close() {
        models.close();
    }

    protected abstract void events_in_order_build_the_row() throws SQLException;

    protected abstract void a_stale_compare_and_swap_is_rejected_and_counted() throws SQLException;

    protected abstract void every_event_is_handled();

    @Test
    void a_redelivered_event_changes_nothing() throws SQLException {
        var events = story().events();
        models.write(projection, events);
        var rows = models.rows(projection.name());
        for (var event : events) models.write(projection, List.of(event));
        models.write(projection, events);
        assertThat(models.rows(projection.name())).isNotEmpty().isEqualTo(rows);
    }

    @Test
    void a_batch_that_repeats_what_is_folded_adds_only_what_is_new() throws SQLException {
        var events = story().events();
        models.write(projection, events);
        var rows = models.rows(projection.name());
        models.forget(projection.name());
        models.write(projection, events.subList(0, 9));
        models.write(projection, events.subList(3, events.size()));
        assertThat(models.rows(projection.name())).isEqualTo(rows);
    }

    @Test
    void forgetting_and_replaying_gives_the_same_rows() throws SQLException {
        var story = story();
        var events = story.events();
        for (var event : events) models.write(projection, List.of(event));
        var live = models.rows(projection.name());
        story.destroyKeysOfErased();
        models.forget(projection.name());
        models.write(projection, events);
        assertThat(models.rows(projection.name())).isNotEmpty().isEqualTo(live);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void the_rows_do_not_depend_on_where_a_batch_ends(long seed) throws SQLException {
        var story = RandomStory.tell(models, seed, 400);
        var events = story.events();
        models.write(projection, events);
        var rows = models.rows(projection.name());
        story.destroyKeysOfErased();
        models.forget(projection.name());
        for (var batch : batches(events, new Random(seed))) models.write(projection, batch);
        assertThat(models.rows(projection.name())).isNotEmpty().isEqualTo(rows);
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "2, 3", "3, 3", "5, 20", "8, 20", "13, 1000", "21, 1000"})
    void the_bulk_fold_gives_the_same_rows_as_the_live_one(long seed, int mostRows) throws SQLException {
        var events = RandomStory.tell(models, seed, 400).events();
        models.write(projection, events);
        var rows = models.rows(projection.name());
        models.forget(projection.name());
        models.inBulk(projection.name(), connection -> {
            var fold = projection.bulk(mostRows);
            for (var from = 0; from < events.size(); from += CHUNK) {
                fold.fold(connection, events.subList(from, Math.min(events.size(), from + CHUNK)));
                if (fold.isFull()) checkpoint(fold, connection);
            }
            checkpoint(fold, connection);
            finish(connection);
        });
        assertThat(models.rows(projection.name())).isNotEmpty().isEqualTo(rows);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4, 9, 16})
    void a_build_that_stops_anywhere_goes_on_from_its_checkpoint(long seed) throws SQLException {
        var events = RandomStory.tell(models, seed, 400).events();
        models.write(projection, events);
        var rows = models.rows(projection.name());
        models.forget(projection.name());
        var random = new Random(seed);
        models.inBulk(projection.name(), connection -> {
            var fold = projection.bulk(20);
            for (int stored = 0, at = 0; stored < events.size(); ) {
                var to = Math.min(events.size(), at + 1 + random.nextInt(CHUNK));
                if (at < to) fold.fold(connection, events.subList(at, to));
                at = to;
                if (random.nextInt(8) == 0) {
                    connection.rollback();
                    fold = projection.bulk(20);
                    at = stored;
                } else if (random.nextInt(3) == 0) {
                    checkpoint(fold, connection);
                    stored = at;
                }
            }
            finish(connection);
        });
        assertThat(models.rows(projection.name())).isNotEmpty().isEqualTo(rows);
    }

    protected static void checkpoint(BulkFold fold, Connection connection) throws SQLException {
        fold.flush(connection);
        connection.commit();
    }

    protected void finish(Connection connection) throws SQLException {
        try (var sql = connection.createStatement()) {
            for (var statement : projection.finish()) sql.execute(statement);
        }
    }

    /** One entry from beginning to end, another one beside it, and a third whose contact was erased. */
    protected Story story() {
        var skipped = StageWarning.of(StageWarning.Code.STAGES_SKIPPED, 1);
        return new Story(models, TENANT)
                .journal("loans")
                .contact("Ada", "ada@example.org")
                .contact("Bob", "bob@example.org")
                .contact("Eve", "eve@example.org")
                .added("loans", "Ada")
                .added("loans", "Bob")
                .added("loans", "Eve")
                .stage("loans", "Ada", "CONTACT", day(1), "met at the fair")
                .stage("loans", "Eve", "CONTACT", day(1), "a secret")
                .stage("loans", "Ada", "ASK", day(4), skipped)
                .stage("loans", "Ada", "MEET", day(3))
                .decided("loans", "Ada", "PLEDGED", "12.5", "she likes it")
                .decided("loans", "Eve", "DECLINED", null, "her reasons")
                .renamed("Bob", "Robert")
                .stage("loans", "Bob", "CONTACT", day(6))
                .rule("lapsed")
                .raised("Ada lapsed", "lapsed", "Ada", "loans")
                .raised("Eve lapsed", "lapsed", "Eve", null)
                .acknowledged("Eve lapsed", "Eve")
                .resolved("Ada lapsed")
                .removed("loans", "Bob")
                .erased("Eve");
    }

    private static List<List<Recorded>> batches(List<Recorded> events, Random random) {
        var batches = new ArrayList<List<Recorded>>();
        for (var from = 0; from < events.size(); ) {
            var to = Math.min(events.size(), from + 1 + random.nextInt(40));
            batches.add(Collections.unmodifiableList(events.subList(from, to)));
            from = to;
        }
        return batches;
    }
}
