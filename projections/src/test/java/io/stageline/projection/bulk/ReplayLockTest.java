package io.stageline.projection.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.stageline.projection.bulk.ReplayLock.Held;
import io.stageline.test.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class ReplayLockTest {
    private static final String END_HOLDERS = """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND application_name = 'the first'""";

    private final TestDatabase database = TestDatabase.migrated();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_second_one_is_refused_by_the_name_of_the_first() throws Exception {
        try (var first = ReplayLock.take(database.asAdmin(), "grid", "replay run grid, pid 1 on here")) {
            var held =
                    catchThrowableOfType(Held.class, () -> ReplayLock.take(database.asAdmin(), "grid", "the second"));
            assertThat(first).isNotNull();
            assertThat(held.holder()).isEqualTo("replay run grid, pid 1 on here");
            assertThat(held.since())
                    .isBetween(
                            Instant.now().minus(Duration.ofMinutes(1)),
                            Instant.now().plusSeconds(1));
            assertThat(held).hasMessageContaining("is at work on grid");
        }
    }

    @Test
    void others_may_work_on_other_projections_and_after_the_end() throws Exception {
        try (var first = ReplayLock.take(database.asAdmin(), "grid", "the first");
                var other = ReplayLock.take(database.asAdmin(), "ball", "the other")) {
            assertThat(first).isNotSameAs(other);
        }
        ReplayLock.take(database.asAdmin(), "grid", "the second").close();
    }

    @Test
    void it_ends_with_the_connection_of_its_holder() throws Exception {
        var first = ReplayLock.take(database.asAdmin(), "grid", "the first");
        new JdbcTemplate(database.asAdmin()).queryForList(END_HOLDERS);
        assertThatThrownBy(first::close).isInstanceOf(SQLException.class);
        for (var held = held(); held != null; held = held())
            assertThat(held.holder()).isIn("the first", "somebody");
    }

    /** A backend that is ended goes a moment later. */
    private @Nullable Held held() throws SQLException {
        try {
            ReplayLock.take(database.asAdmin(), "grid", "the second").close();
            return null;
        } catch (Held held) {
            return held;
        }
    }
}
