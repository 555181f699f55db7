package io.stageline.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.stageline.test.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class ConnectionsTest {
    private static final String LOOK_UP = """
            EXPLAIN SELECT known.status
              FROM unnest(ARRAY(SELECT gen_random_uuid() FROM generate_series(1, 500)), ARRAY['a', 'b'])
                   AS wanted (tenant_id, key)
              JOIN stageline.idempotency AS known USING (tenant_id, key)""";

    @Test
    void rows_are_looked_up_by_their_keys_also_while_their_table_is_empty() {
        try (var database = TestDatabase.migrated();
                var writers = new HikariDataSource(Connections.of(
                        "test", database.jdbcUrl(), Schema.WRITE, TestDatabase.PASSWORD, 1, Duration.ofSeconds(4)))) {
            var plan = String.join("\n", new JdbcTemplate(writers).queryForList(LOOK_UP, String.class));
            assertThat(plan).contains("using idempotency_pkey").doesNotContain("Seq Scan", "Hash", "Merge");
        }
    }
}
