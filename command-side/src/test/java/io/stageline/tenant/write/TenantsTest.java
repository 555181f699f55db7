package io.stageline.tenant.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Schema;
import io.stageline.test.TestDatabase;
import java.time.Clock;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TenantsTest {
    private final TestDatabase database = TestDatabase.migrated().withLogs(3);
    private final Tenants tenants = new Tenants(database.as(Schema.WRITE), Clock.systemUTC());
    private final EventLogs logs =
            new EventLogs(database.as(Schema.WRITE), new EventTypes(), Clock.systemUTC(), new SimpleMeterRegistry());

    @AfterEach
    void close() throws InterruptedException {
        logs.close();
        database.close();
    }

    @Test
    void tenants_are_spread_evenly_over_the_logs_and_stay_where_they_are() {
        var ids =
                IntStream.range(0, 7).mapToObj(i -> tenants.open("tenant " + i)).toList();
        assertThat(ids).extracting(id -> logs.of(id).number()).containsExactly(0, 1, 2, 0, 1, 2, 0);
        assertThat(tenants.open("tenant 4")).isEqualTo(ids.get(4));
        assertThat(logs.of(ids.get(4)).number()).isEqualTo(1);
    }

    @Test
    void nobody_lives_in_a_log_by_chance() {
        assertThatThrownBy(() -> logs.of(UUID.randomUUID())).hasMessageContaining("no such tenant");
    }
}
