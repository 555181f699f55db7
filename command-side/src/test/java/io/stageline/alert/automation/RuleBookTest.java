package io.stageline.alert.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.alert.automation.RuleBook.Silence;
import io.stageline.alert.events.Condition;
import io.stageline.alert.events.Condition.Comparison;
import io.stageline.alert.events.Condition.Deadline;
import io.stageline.alert.events.Condition.Signals;
import io.stageline.alert.events.Condition.Threshold;
import io.stageline.alert.events.RuleEvent.RuleSaved;
import io.stageline.alert.events.RuleText;
import io.stageline.alert.events.RuleText.Mode;
import io.stageline.alert.events.RuleText.Severity;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Schema;
import io.stageline.test.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

class RuleBookTest {
    private static final int CHANGES = 80;
    private static final List<String> TYPES = List.of("a", "b", "c");
    private static final List<UUID> TENANTS = ids(2);
    private static final List<UUID> RULES = ids(6);
    private static final List<UUID> SILENCES = ids(3);
    private static final Instant FIRST_DAY = Instant.parse("2026-03-01T12:00:00Z");

    private final TestDatabase database = TestDatabase.migrated();
    private final JdbcTemplate sql = new JdbcTemplate(database.as(Schema.WRITE));
    private final RuleBook book = book();
    private final Random random = new Random();

    @AfterEach
    void drop() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void what_is_remembered_of_rules_that_change_one_by_one_is_what_is_stored(long seed) {
        random.setSeed(seed);
        for (var n = 0; n < CHANGES; n++) {
            change(one(TENANTS), n);
            for (var tenant : TENANTS) isWhatIsStored(tenant);
        }
    }

    private void change(UUID tenant, int n) {
        switch (random.nextInt(6)) {
            case 0, 1 -> book.save(tenant, new RuleSaved(one(RULES), n, text()), n);
            case 2 -> book.enable(tenant, one(RULES), n);
            case 3 -> book.disable(tenant, one(RULES), n);
            case 4 -> book.silence(tenant, new Silence(one(SILENCES), one(RULES), null, someDay()), someDay());
            default -> {
                book.delete(tenant, one(RULES));
                book.endSilence(tenant, one(SILENCES));
            }
        }
    }

    private Instant someDay() {
        return FIRST_DAY.plus(Duration.ofDays(random.nextInt(5)));
    }

    private RuleText text() {
        return new RuleText(
                "a rule", Mode.LIVE, Severity.WARNING, condition(), null, null, List.of("subject"), List.of());
    }

    private Condition condition() {
        return random.nextBoolean()
                ? new Threshold(signals(), Comparison.ABOVE, 90)
                : new Deadline(signals(), signals(), Duration.ofDays(1), null);
    }

    private Signals signals() {
        return new Signals(random.nextBoolean() ? "shop" : null, one(TYPES), List.of());
    }

    private void isWhatIsStored(UUID tenant) {
        var remembered = book.of(tenant);
        var stored = book().of(tenant);
        assertThat(remembered.rules().all())
                .containsExactlyInAnyOrderElementsOf(stored.rules().all());
        assertThat(remembered.silences()).containsExactlyInAnyOrderElementsOf(stored.silences());
        for (var type : TYPES) assertThat(listening(remembered, type)).isEqualTo(listening(stored, type));
    }

    private static Set<Rule> listening(RuleBook.Page page, String type) {
        return new HashSet<>(page.rules().ofSignal("shop", type));
    }

    private RuleBook book() {
        return new RuleBook(sql, new EventTypes(), new BrokenRules(Clock.systemUTC(), new SimpleMeterRegistry()));
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static List<UUID> ids(int count) {
        return Stream.generate(UUID::randomUUID).limit(count).toList();
    }
}
