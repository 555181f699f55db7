package io.stageline.projection;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

class ProjectionProcessorsTest {
    private static final String POSITIONS = "SELECT projection, position FROM stageline.projection_position";

    private final TestReadModels models;
    private final EventLogs logs;
    private final EventLog log;

    ProjectionProcessorsTest() throws SQLException {
        models = new TestReadModels();
        logs = new EventLogs(
                models.database().as(Schema.WRITE), new EventTypes(), Clock.systemUTC(), new SimpleMeterRegistry());
        log = logs.log(0);
    }

    @BeforeEach
    void nothingHappenedYet() {
        assertThat(log.head()).isZero();
    }

    @AfterEach
    void close() throws InterruptedException {
        logs.close();
        models.close();
    }

    @Test
    void what_is_appended_is_shown_and_the_token_says_how_far() {
        try (var application = start(context -> {})) {
            append(RandomStory.tell(models, 1, 2_500).events());
            await(application);
            assertThat(models.admin().queryForList(POSITIONS))
                    .extracting(row -> row.get("projection") + " " + row.get("position"))
                    .containsExactly("grid " + log.head());
        }
        assertRowsAreTheFoldOfTheLog();
    }

    @Test
    void a_restart_goes_on_where_it_stopped_and_knows_at_once_how_far_that_is() {
        var story = RandomStory.tell(models, 2, 300).events();
        append(story.subList(0, 100));
        try (var application = start(context -> {})) {
            await(application);
        }
        append(story.subList(100, story.size()));
        try (var application = start(context -> {})) {
            assertThat(application.getBean(Progress.class).position(new Follower("grid", 0)))
                    .isGreaterThanOrEqualTo(100);
            await(application);
            assertThat(rejections(application)).isZero();
        }
        assertRowsAreTheFoldOfTheLog();
    }

    @Test
    void a_batch_that_fails_leaves_nothing_and_is_tried_again() {
        var failures = new AtomicInteger(2);
        append(RandomStory.tell(models, 3, 100).events());
        try (var application = start(context -> context.registerBean(
                "gridProjection",
                Projection.class,
                () -> new Failing(new GridProjection(models.opener(), context.getBean(Swaps.class)), failures)))) {
            await(application);
            assertThat(failures).hasValue(0);
            assertThat(rejections(application)).isZero();
        }
        assertRowsAreTheFoldOfTheLog();
    }

    @Test
    void the_lag_is_seen_from_outside() {
        append(RandomStory.tell(models, 4, 50).events());
        try (var application = start(context -> {})) {
            await(application);
            var meters = application.getBean(MeterRegistry.class);
            for (var projection : Generations.READ_MODELS) {
                assertThat(meters.get("stageline.projection.lag.events")
                                .tag("projection", projection)
                                .gauge()
                                .value())
                        .isZero();
                assertThat(meters.get("stageline.projection.lag.age")
                                .tag("projection", projection)
                                .timeGauge()
                                .value())
                        .isZero();
                assertThat(meters.get("stageline.projection.events")
                                .tag("projection", projection)
                                .counter()
                                .count())
                        .isEqualTo(log.head());
                assertThat(meters.get("stageline.projection.batch")
                                .tag("projection", projection)
                                .timer()
                                .count())
                        .isPositive();
            }
            var other = new Generation("grid", 9, 2, null, Generation.State.WARM, "grid@9");
            var behind = new ProjectionLag(other, log, new Told(new Progress()), Clock.systemUTC());
            assertThat(behind.events()).isEqualTo(log.head());
            assertThat(behind.ageInMillis()).isPositive();
        }
    }

    private AnnotationConfigApplicationContext start(
            java.util.function.Consumer<AnnotationConfigApplicationContext> more) {
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
        more.accept(context);
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

    private void await(AnnotationConfigApplicationContext application) {
        var progress = application.getBean(Progress.class);
        for (var projection : Generations.READ_MODELS)
            progress.whenReached(new Follower(projection, 0), log.head())
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
    }

    private static double rejections(AnnotationConfigApplicationContext application) {
        return application.getBean(MeterRegistry.class).find("stageline.projection.cas.rejected").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private void assertRowsAreTheFoldOfTheLog() {
        var events = log.readAfter(0, Integer.MAX_VALUE);
        var grid = new GridProjection(models.opener(), models.swaps());
        var live = models.rows(grid.name());
        models.forget(grid.name());
        try {
            models.write(grid, events);
        } catch (SQLException broken) {
            throw new AssertionError(broken);
        }
        assertThat(models.rows(grid.name())).isNotEmpty().containsExactlyElementsOf(live);
    }

    /** Writes everything and then fails, a number of times. */
    private record Failing(Projection projection, AtomicInteger failures) implements Projection {
        @Override
        public String name() {
            return projection.name();
        }

        @Override
        public int shape() {
            return projection.shape();
        }

        @Override
        public void write(Connection connection, List<Recorded> batch) throws SQLException {
            projection.write(connection, batch);
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) throw new SQLException("tried and failed");
        }

        @Override
        public void writeLate(Connection connection, List<Recorded> sequence) throws SQLException {
            projection.writeLate(connection, sequence);
        }

        @Override
        public BulkFold bulk(int mostRows) {
            return projection.bulk(mostRows);
        }

        @Override
        public List<String> finish() {
            return projection.finish();
        }

        @Override
        public Causes causes() {
            return projection.causes();
        }
    }
}
