package io.stageline.alert.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.alert.events.Condition;
import io.stageline.alert.events.Condition.Absence;
import io.stageline.alert.events.Condition.EntryStale;
import io.stageline.alert.events.Condition.Signals;
import io.stageline.alert.events.RuleEvent.RuleSaved;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Schema;
import io.stageline.test.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class EvaluatedRulesTest {
    private static final String WATCHED = """
            INSERT INTO stageline.watched_rule (tenant_id, rule_id, since, enabled, saved)
            VALUES (?, ?, 1, true, ?::jsonb)""";

    private final UUID tenant = UUID.randomUUID();

    @Test
    void rules_are_counted_by_tenant_and_by_what_they_listen_to() {
        try (var database = TestDatabase.migrated()) {
            var write = database.as(Schema.WRITE);
            var rows = new JdbcTemplate(write);
            watched(rows, tenant, absence("shop", "order.placed"));
            watched(rows, tenant, absence("shop", "order.placed"));
            watched(rows, tenant, absence(null, "order.placed"));
            watched(rows, tenant, absence("shop", "order.paid"));
            watched(rows, tenant, new EntryStale(UUID.randomUUID(), 7));
            watched(rows, UUID.randomUUID(), absence("shop", "order.placed"));
            var counts = new EvaluatedRules(write);
            assertThat(counts.of(tenant)).isEqualTo(5);
            assertThat(counts.hearing(tenant, signals("shop", "order.placed"))).isEqualTo(2);
            assertThat(counts.hearing(tenant, signals(null, "order.placed"))).isEqualTo(1);
            assertThat(counts.hearing(tenant, signals("crm", "order.placed"))).isZero();
        }
    }

    private static void watched(JdbcTemplate rows, UUID tenant, Condition condition) {
        var saved = new RuleSaved(UUID.randomUUID(), 1, AlertFixture.text("Quiet", condition, "subject"));
        rows.update(WATCHED, tenant, saved.ruleId(), new EventTypes().write(saved));
    }

    private static Absence absence(@Nullable String source, String type) {
        return new Absence(signals(source, type), Duration.ofHours(1));
    }

    private static Signals signals(@Nullable String source, String type) {
        return new Signals(source, type, List.of());
    }
}
