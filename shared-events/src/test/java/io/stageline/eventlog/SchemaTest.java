package io.stageline.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.test.TestDatabase;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class SchemaTest {
    private final TestDatabase database = TestDatabase.empty();
    private final DataSource admin = database.asAdmin();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void processes_that_start_together_bring_about_one_installation() {
        var starters = Executors.newFixedThreadPool(6);
        try {
            var starts = IntStream.range(0, 6)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> migrate(3), starters))
                    .toList();
            assertThat(starts).allSatisfy(start -> assertThat(start.join()).isEqualTo(3));
        } finally {
            starters.shutdownNow();
        }
        assertThat(new JdbcTemplate(admin)
                        .queryForList("SELECT log_id FROM stageline.log_head ORDER BY 1", Integer.class))
                .containsExactly(0, 1, 2);
    }

    @Test
    void the_number_of_logs_is_found_again_and_cannot_be_changed() {
        assertThat(migrate(3)).isEqualTo(3);
        assertThat(migrate(null)).isEqualTo(3);
        assertThatThrownBy(() -> migrate(2))
                .isInstanceOfSatisfying(Schema.OtherLogs.class, other -> assertThat(other.logs())
                        .isEqualTo(3));
        assertThat(migrate(3)).isEqualTo(3);
    }

    @Test
    void without_a_choice_there_is_one_log() {
        assertThat(migrate(null)).isEqualTo(1);
        assertThatThrownBy(() -> migrate(3)).isInstanceOf(Schema.OtherLogs.class);
    }

    @Test
    void reads_of_more_than_100_milliseconds_are_logged_without_their_values() {
        migrate(null);
        var reader = new JdbcTemplate(database.as(Schema.QUERY));
        assertThat(reader.queryForObject("SHOW log_min_duration_statement", String.class))
                .isEqualTo("100ms");
        assertThat(reader.queryForObject("SHOW log_parameter_max_length", String.class))
                .isEqualTo("0");
    }

    private int migrate(@Nullable Integer logs) {
        return Schema.migrate(admin, role -> TestDatabase.PASSWORD, logs);
    }
}
