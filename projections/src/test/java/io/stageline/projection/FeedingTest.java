package io.stageline.projection;

import static io.stageline.projection.Story.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.contact.events.ContactEvent.ContactErased;
import io.stageline.eventlog.Append;
import io.stageline.eventlog.Append.KeyChange;
import io.stageline.eventlog.Append.NewEvent;
import io.stageline.eventlog.EventLog;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Follower;
import io.stageline.eventlog.Progress;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.Schema;
import io.stageline.eventlog.StreamKey;
import io.stageline.journal.projection.GridProjection;
import io.stageline.privacy.ContactKeys;
import io.stageline.privacy.MasterKey;
import io.stageline.test.TestDatabase;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

class FeedingTest {
    private static final String ME = "operator of the test";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String POSITION =
            "SELECT coalesce(max(position), 0) FROM stageline.feed_position WHERE processor_name = ?";

    private final TestReadModels models;
    private final TestGenerations generations;
    private final EventLogs logs;
    private final EventLog log;

    FeedingTest() throws SQLException {
        models = new TestReadModels();
        generations = new TestGenerations(models);
        logs = new EventLogs(
                models.database().as(Schema.WRITE), new EventTypes(), Clock.systemUTC(), new SimpleMeterRegistry());
        log = logs.log(0);
    }

    @AfterEach
    void close() throws InterruptedException {
        logs.close();
        models.close();
    }

    @Test
    void a_generation_that_appears_is_fed_and_one_that_is_dropped_is_let_go() throws SQLException {
        var story = RandomStory.tell(models, 5, 300).events();
        append(story.subList(0, 200));
        try (var process = start()) {
            await(() -> position("grid") == log.head());
            var appeared = generations.following(null);
            process.getBean(Feeding.class).look();
            await(() -> position("grid@4") == log.head());
            assertThat(models.rows(appeared)).isNotEmpty().isEqualTo(models.rows(generations.known(3)));
            await(() -> Double.valueOf(0).equals(lag(process, 4)));

            new Generations(models.database().asAdmin()).drop(appeared, ME);
            process.getBean(Feeding.class).look();
            await(() -> lag(process, 4) == null);
            await(() -> position("grid@4") == 0);
            append(story.subList(200, story.size()));
            await(() -> position("grid") == log.head());
        }
    }

    @Test
    void of_two_processes_one_feeds() throws SQLException {
        append(RandomStory.tell(models, 7, 300).events());
        generations.following(null);
        try (var one = start();
                var other = start()) {
            await(() -> position("grid@4") == log.head());
            assertThat(models.rows(generations.known(4))).isNotEmpty();
            await(() -> fed(one, 4) + fed(other, 4) >= log.head());
            assertThat(fed(one, 4) + fed(other, 4)).as("each event once").isEqualTo(log.head());
        }
    }

    @Test
    void a_generation_of_one_tenant_has_no_rows_of_others() throws SQLException {
        append(RandomStory.tell(models, 8, 300).events());
        var own = generations.following(id("tenant 0"));
        try (var process = start()) {
            await(() -> position("grid") == log.head() && position("grid@4") == log.head());
            assertThat(tenants("grid_v3")).hasSizeGreaterThan(1);
            assertThat(tenants(own.schema())).containsExactly(id("tenant 0"));
        }
    }

    @Test
    void who_waits_is_told_of_what_everybody_sees_and_of_nothing_else() {
        var progress = new Progress();
        var told = new Told(progress);
        var live = new Generation("grid", 2, 2, null, Generation.State.LIVE, "grid");
        var warm = new Generation("grid", 3, 2, null, Generation.State.WARM, "grid@3");
        told.isShown(live, true);
        told.reached(warm, 0, 9);
        assertThat(progress.position(new Follower("grid", 0))).isZero();
        told.reached(live, 0, 7);
        assertThat(progress.position(new Follower("grid", 0))).isEqualTo(7);
        told.isShown(live, false);
        told.isShown(warm, true);
        told.reached(live, 0, 8);
        assertThat(progress.position(new Follower("grid", 0))).isEqualTo(7);
        assertThat(told.position(warm, 0)).isEqualTo(9);
    }

    private AnnotationConfigApplicationContext start() {
        var context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test",
                        Map.of(
                                "stageline.database.url",
                                models.database().jdbcUrl(),
                                "stageline.database.project-password",
                                TestDatabase.PASSWORD)));
        context.registerBean(EventLogs.class, () -> logs, definition -> definition.setDestroyMethodName(""));
        context.registerBean(Progress.class, Progress::new);
        context.registerBean(ContactKeys.class, models::keys);
        context.registerBean(MasterKey.class, models::master);
        context.registerBean(EventTypes.class, () -> new EventTypes());
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean("gridProjection", GridProjection.class);
        context.register(ProjectionProcessors.class);
        context.refresh();
        return context;
    }

    private void append(List<Recorded> events) {
        var answers = events.stream()
                .map(one -> log.append(new Append(
                        new StreamKey(one.tenant(), one.stream()),
                        one.version() - 1,
                        List.of(new NewEvent(one.eventId(), one.event())),
                        one.origin(),
                        null,
                        keyChange(one))))
                .toList();
        answers.forEach(answer -> answer.join());
    }

    // As the command side does it: the key goes with the event.
    private static @Nullable KeyChange keyChange(Recorded one) {
        return one.event() instanceof ContactErased erased ? new KeyChange(erased.contactId(), null) : null;
    }

    private long position(String token) {
        Long position = models.admin().queryForObject(POSITION, Long.class, token);
        return position == null ? 0 : position;
    }

    private List<UUID> tenants(String schema) {
        return models.admin().queryForList("SELECT DISTINCT tenant_id FROM " + schema + ".journal", UUID.class);
    }

    private static double fed(AnnotationConfigApplicationContext process, int generation) {
        return Stream.ofNullable(process.getBean(MeterRegistry.class)
                        .find("stageline.projection.events")
                        .tag("generation", String.valueOf(generation))
                        .counter())
                .mapToDouble(Counter::count)
                .sum();
    }

    private static @Nullable Double lag(AnnotationConfigApplicationContext process, int generation) {
        var gauge = process.getBean(MeterRegistry.class)
                .find("stageline.projection.lag.events")
                .tag("generation", String.valueOf(generation))
                .gauge();
        return gauge == null ? null : gauge.value();
    }

    private static void await(BooleanSupplier condition) {
        var deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean())
            if (Instant.now().isAfter(deadline)) throw new AssertionError("it does not come");
            else Thread.onSpinWait();
    }
}
