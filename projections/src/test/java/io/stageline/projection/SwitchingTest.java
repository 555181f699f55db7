package io.stageline.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.eventlog.Schema;
import io.stageline.projection.Generation.State;
import io.stageline.projection.Switching.NotNow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SwitchingTest {
    private static final String ME = "operator of the test";
    private static final UUID TENANT = UUID.fromString("11111111-1111-1111-1111-111111111111");
    private static final String EVERYBODY = "00000000-0000-0000-0000-000000000000: ";
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final String JOURNAL = """
            INSERT INTO %s.journal (tenant_id, journal_id, name, stages, statuses, created_at, version)
            VALUES (?, ?, ?, '{}', '{}', now(), 1)""";
    private static final String ENTER = """
            SELECT set_config('app.tenant', '%s', true), set_config('search_path', schema_name || ', stageline', true)
              FROM stageline.shown
             WHERE log_id = 0""".formatted(TENANT);
    private static final String WAITS_FOR_READERS = """
            SELECT count(*)
              FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%virtualtransaction = ANY%'""";

    private static final String WAITS_FOR_LOCK = """
            SELECT count(*)
              FROM pg_stat_activity
             WHERE datname = current_database() AND wait_event_type = 'Lock'""";

    private final TestReadModels models;
    private final TestGenerations generations;
    private final Switching switching;

    SwitchingTest() throws SQLException {
        models = new TestReadModels();
        generations = new TestGenerations(models);
        switching = new Switching(models.database().asAdmin());
    }

    @BeforeEach
    void theFirstOneIsShown() throws SQLException {
        generations.reach(generations.known(3), 10);
        assertThat(generations.shown()).containsExactly(EVERYBODY + "grid_v3 at 10");
    }

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void a_verified_generation_is_shown_once_it_has_come_as_far() throws SQLException {
        var switched = switching.promote(generations.verified(null, 11), ME);
        assertThat(generations.shown()).containsExactly(EVERYBODY + "grid_v4 at 11");
        assertThat(switched.now()).isEqualTo(generations.known(4));
        assertThat(switched.positions()).containsEntry(0, 11L);
        assertThat(generations.state(3)).isEqualTo(State.WARM);
        assertThat(generations.state(4)).isEqualTo(State.LIVE);
        models.admin().update(JOURNAL.formatted("grid_v4"), TENANT, UUID.randomUUID(), "new");
        assertThat(models.admin().queryForList("SELECT name FROM live.journal", String.class))
                .as("what people are shown")
                .containsExactly("new");
        assertThat(models.admin()
                        .queryForList(
                                "SELECT action || ' ' || generation || ' by ' || actor FROM stageline.replay_audit",
                                String.class))
                .containsExactly("promote 4 by " + ME);
    }

    @Test
    void a_read_that_began_before_the_switch_ends_in_the_old_generation() throws SQLException {
        models.admin().update(JOURNAL.formatted("grid_v3"), TENANT, UUID.randomUUID(), "old");
        var candidate = generations.verified(null, 10);
        models.admin().update(JOURNAL.formatted("grid_v4"), TENANT, UUID.randomUUID(), "new");
        try (var before = reader()) {
            text(before, ENTER);
            assertThat(text(before, "SELECT name FROM journal")).isEqualTo("old");
            switching.promote(candidate, ME);
            assertThat(text(before, "SELECT schema_name FROM stageline.shown WHERE log_id = 0"))
                    .isEqualTo("grid_v3");
            assertThat(text(before, "SELECT name FROM journal")).isEqualTo("old");
            before.commit();
            text(before, ENTER);
            assertThat(text(before, "SELECT name FROM journal"))
                    .as("the same statement on the same connection")
                    .isEqualTo("new");
        }
    }

    @Test
    void a_switch_that_waits_for_a_feed_is_not_in_its_way() throws SQLException {
        var candidate = generations.verified(null, 10);
        try (var feed = models.database().asAdmin().getConnection()) {
            feed.setAutoCommit(false);
            text(feed, "SELECT processor_name FROM stageline.token_entry WHERE processor_name = 'grid' FOR UPDATE");
            var switched = CompletableFuture.supplyAsync(() -> promoted(candidate));
            await(WAITS_FOR_LOCK);
            text(feed, "SELECT set_config('lock_timeout', '100ms', true)");
            new Catalog().newEdition(feed, "grid", 4);
            feed.commit();
            assertThat(switched.join().now().state()).isEqualTo(State.LIVE);
        }
    }

    @Test
    void nobody_is_promoted_who_is_behind_what_was_seen() throws SQLException {
        var candidate = generations.verified(null, 7);
        assertThatThrownBy(() -> switching.promote(candidate, ME))
                .isInstanceOfSatisfying(
                        NotNow.class, refused -> assertThat(refused.behind()).isEqualTo(3));
        assertThat(generations.shown()).containsExactly(EVERYBODY + "grid_v3 at 10");
        assertThat(generations.state(4)).isEqualTo(State.VERIFIED);
        generations.reach(candidate, 10);
        assertThat(switching.promote(candidate, ME).positions()).containsEntry(0, 10L);
    }

    @Test
    void an_unproven_generation_is_not_promoted() throws SQLException {
        var candidate = generations.following(null);
        generations.reach(candidate, 10);
        refuses(() -> switching.promote(candidate, ME), "grid_v4 is FOLLOWING and not VERIFIED");
        generations.prove(candidate, 1);
        refuses(() -> switching.promote(candidate, ME), "grid_v4 is FOLLOWING and not VERIFIED");
        generations.prove(candidate, 0);
        switching.promote(candidate, ME);
    }

    @Test
    void rollback_goes_to_the_one_before() throws SQLException {
        refuses(() -> switching.rollback("grid", 4, null, ME), "there is nothing to go back to");
        switching.promote(generations.verified(null, 10), ME);
        var edition = edition();
        assertThat(switching.rollback("grid", 4, null, ME).now().number()).isEqualTo(3);
        assertThat(generations.shown()).containsExactly(EVERYBODY + "grid_v3 at 10");
        assertThat(edition()).as("so that no answer is confirmed across").isNotEqualTo(edition);
        assertThat(generations.state(3)).isEqualTo(State.LIVE);
        assertThat(generations.state(4)).isEqualTo(State.WARM);
        new Generations(models.database().asAdmin()).drop(generations.known(4), ME);
        refuses(() -> switching.rollback("grid", 4, null, ME), "there is nothing to go back to");
    }

    @Test
    void a_rollback_waits_for_the_one_before_as_a_promotion_does() throws SQLException {
        var candidate = generations.verified(null, 10);
        switching.promote(candidate, ME);
        generations.reach(candidate, 12);
        refuses(() -> switching.rollback("grid", 4, null, ME), "2 events behind");
        generations.reach(generations.known(3), 12);
        switching.rollback("grid", 4, null, ME);
    }

    @Test
    void a_tenant_may_have_a_generation_of_its_own() throws SQLException {
        switching.promote(generations.verified(TENANT, 10), ME);
        assertThat(generations.shown()).containsExactly(EVERYBODY + "grid_v3 at 10", TENANT + ": grid_v4 at 10");
        assertThat(generations.state(3)).as("all others still see it").isEqualTo(State.LIVE);

        switching.rollback("grid", 4, TENANT, ME);
        assertThat(generations.shown()).containsExactly(EVERYBODY + "grid_v3 at 10");
        assertThat(generations.state(4)).isEqualTo(State.WARM);
    }

    @Test
    void a_promotion_for_everybody_takes_tenants_along() throws SQLException {
        var own = generations.verified(TENANT, 10);
        switching.promote(own, ME);
        generations.reach(own, 15);
        var common = generations.verified(null, 14);
        refuses(() -> switching.promote(common, ME), "1 events behind");
        generations.reach(common, 15);
        switching.promote(common, ME);
        assertThat(generations.shown()).containsExactly(EVERYBODY + "grid_v5 at 15");
        assertThat(generations.state(3)).isEqualTo(State.WARM);
        assertThat(generations.state(4)).isEqualTo(State.WARM);
    }

    @Test
    void there_are_six_generations_at_most() throws SQLException {
        for (var n = 1; n <= 3; n++) generations.building(new UUID(n, n));
        for (var n = 0; n < 2; n++) switching.promote(generations.verified(null, 10), ME);
        refuses(() -> generations.building(null), "there are 6 generations; drop one first");
        new Generations(models.database().asAdmin()).drop(generations.known(6), ME);
        assertThat(generations.building(null).schema()).isEqualTo("grid_v9");
    }

    @Test
    void tenants_leave_room_for_what_everybody_is_shown() throws SQLException {
        switching.promote(generations.verified(TENANT, 10), ME);
        switching.promote(generations.verified(TENANT, 10), ME);
        refuses(() -> generations.building(TENANT), "the tenant has 2 generations; drop one first");
        generations.building(new UUID(1, 1));
        refuses(() -> generations.building(new UUID(2, 2)), "there are 3 generations of single tenants");
        assertThat(generations.building(null).tenant()).isNull();
    }

    @Test
    void what_is_shown_cannot_be_dropped() throws SQLException {
        refuses(
                () -> new Generations(models.database().asAdmin()).drop(generations.known(3), ME),
                "grid_v3 is shown, or gone");
        assertThat(models.tables("grid")).isNotEmpty();
    }

    @Test
    void a_dropped_generation_waits_for_its_last_reader() throws SQLException {
        models.admin().update(JOURNAL.formatted("grid_v3"), TENANT, UUID.randomUUID(), "old");
        CompletableFuture<Void> dropped;
        try (var last = reader()) {
            text(last, ENTER);
            switching.promote(generations.verified(null, 10), ME);
            var old = generations.known(3);
            dropped = CompletableFuture.runAsync(() -> drop(old));
            await(WAITS_FOR_READERS);
            assertThat(text(last, "SELECT name FROM journal")).isEqualTo("old");
            assertThat(dropped).isNotDone();
            last.commit();
            dropped.join();
        }
        assertThat(models.tables("grid")).isEmpty();
        assertThat(models.admin().queryForList("SELECT processor_name FROM stageline.token_entry", String.class))
                .containsExactly("grid@4");
    }

    private void drop(Generation generation) {
        try {
            new Generations(models.database().asAdmin()).drop(generation, ME);
        } catch (SQLException broken) {
            throw new AssertionError(broken);
        }
    }

    private Switching.Switched promoted(Generation candidate) {
        try {
            return switching.promote(candidate, ME);
        } catch (SQLException broken) {
            throw new AssertionError(broken);
        }
    }

    private void await(String whoWaits) {
        var deadline = Instant.now().plus(PATIENCE);
        while (!Map.of("count", 1L).equals(models.admin().queryForMap(whoWaits)))
            if (Instant.now().isAfter(deadline)) throw new AssertionError("nobody waits");
            else Thread.onSpinWait();
    }

    private Connection reader() throws SQLException {
        var connection = models.database().as(Schema.QUERY).getConnection();
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        return connection;
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql);
                var rows = statement.executeQuery()) {
            assertThat(rows.next()).as(sql).isTrue();
            return rows.getString(1);
        }
    }

    private int edition() {
        Integer edition = models.admin().queryForObject("SELECT edition FROM stageline.live_generation", Integer.class);
        return edition == null ? -1 : edition;
    }

    private static void refuses(ThrowingCallable step, String because) {
        assertThatThrownBy(step).isInstanceOf(NotNow.class).hasMessageContaining(because);
    }
}
