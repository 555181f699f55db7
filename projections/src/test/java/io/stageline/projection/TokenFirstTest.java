package io.stageline.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.eventlog.Append;
import io.stageline.eventlog.Append.NewEvent;
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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** A feed stores its token before it folds: retries, repairs and promotions rely on having it stand still by the token's row. */
class TokenFirstTest {
    private static final String TAKE =
            "SELECT token FROM stageline.token_entry WHERE processor_name = 'grid' FOR UPDATE NOWAIT";
    private static final String TAKEN = "55P03";

    private final Queue<String> answers = new ConcurrentLinkedQueue<>();

    @Test
    void the_token_is_taken_while_a_batch_is_folded() throws Exception {
        try (var models = new TestReadModels();
                var logs = new EventLogs(
                        models.database().as(Schema.WRITE),
                        new EventTypes(),
                        Clock.systemUTC(),
                        new SimpleMeterRegistry());
                var application = start(models, logs)) {
            append(logs, new Story(models, Story.id("tenant")).journal("gifts").events());
            application
                    .getBean(Progress.class)
                    .whenReached(new Follower("grid", 0), 1)
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
            assertThat(answers).isNotEmpty().containsOnly(TAKEN);
        }
    }

    private AnnotationConfigApplicationContext start(TestReadModels models, EventLogs logs) {
        var context = new AnnotationConfigApplicationContext();
        var settings = Map.<String, Object>of(
                "stageline.database.url",
                models.database().jdbcUrl(),
                "stageline.database.project-password",
                TestDatabase.PASSWORD);
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", settings));
        context.registerBean(EventLogs.class, () -> logs, definition -> definition.setDestroyMethodName(""));
        context.registerBean(Progress.class, Progress::new);
        context.registerBean(ContactKeys.class, models::keys);
        context.registerBean(MasterKey.class, models::master);
        context.registerBean(EventTypes.class, () -> new EventTypes());
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean(
                "gridProjection",
                Projection.class,
                () -> new Asking(new GridProjection(models.opener(), context.getBean(Swaps.class)), models, answers));
        context.register(ProjectionProcessors.class);
        context.refresh();
        return context;
    }

    private static void append(EventLogs logs, List<Recorded> events) {
        for (var event : events)
            logs.log(0)
                    .append(new Append(
                            new StreamKey(event.tenant(), event.stream()),
                            event.version() - 1,
                            List.of(new NewEvent(event.eventId(), event.event())),
                            event.origin(),
                            null,
                            null))
                    .join();
    }

    /** Asks for the token by another connection before it folds. */
    private record Asking(Projection inner, TestReadModels models, Queue<String> answers) implements Projection {
        @Override
        public String name() {
            return inner.name();
        }

        @Override
        public int shape() {
            return inner.shape();
        }

        @Override
        public void write(Connection connection, List<Recorded> batch) throws SQLException {
            try (var other = models.database().asAdmin().getConnection();
                    var take = other.createStatement()) {
                take.execute(TAKE);
                answers.add("free");
            } catch (SQLException refused) {
                answers.add(refused.getSQLState());
            }
            inner.write(connection, batch);
        }
    }
}
