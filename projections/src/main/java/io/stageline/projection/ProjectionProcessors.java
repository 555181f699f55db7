package io.stageline.projection;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.eventlog.Connections;
import io.stageline.eventlog.EventLog;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.Follower;
import io.stageline.eventlog.LogSource;
import io.stageline.eventlog.Progress;
import io.stageline.eventlog.Schema;
import io.stageline.privacy.ContactKeys;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The wiring of the projections: a processor for each on every log, whose batch, rows and token are one transaction. */
@Configuration(proxyBeanMethods = false)
public class ProjectionProcessors {
    private static final int CONNECTIONS = 4;
    private static final Duration STATEMENT = Duration.ofSeconds(10);
    // Short, because after a crash the next process waits this long for the claim of the dead one.
    private static final int CLAIM_RETRY_MILLIS = 500;
    private static final int STOP_SECONDS = 4;

    /** For what is read besides the projections' own tables: the log and the keys. */
    @Bean(destroyMethod = "close")
    HikariDataSource projectionDataSource(
            @Value("${stageline.database.url}") String url,
            @Value("${stageline.database.project-password}") String password) {
        return new HikariDataSource(
                Connections.of("projections", url, Schema.PROJECT, password, CONNECTIONS, STATEMENT));
    }

    @Bean(destroyMethod = "close")
    ProjectionPools projectionPools(
            @Value("${stageline.database.url}") String url,
            @Value("${stageline.database.project-password}") String password,
            @Value("${stageline.logs:1}") int logs) {
        return new ProjectionPools(url, password, logs + 1);
    }

    @Bean
    Opener opener(ContactKeys keys) {
        return new Opener(keys);
    }

    @Bean
    Swaps swaps(MeterRegistry meters) {
        return new Swaps(meters);
    }

    @Bean
    ProjectionRunner projectionRunner(
            List<Projection> projections,
            EventLogs logs,
            Progress progress,
            Clock clock,
            MeterRegistry meters,
            ProjectionPools pools,
            @Qualifier("projectionDataSource") DataSource database) {
        var owner = UUID.randomUUID().toString(); // process ids repeat, at least among containers
        var processors = new ArrayList<TrackingEventProcessor>();
        for (var projection : projections) {
            var own = pools.of(projection.name());
            var tokens = Tokens.in(own, owner);
            for (var log : logs.all()) {
                new ProjectionLag(projection.name(), log, progress, clock).register(meters);
                var invoker = new ProjectionInvoker(projection, log.number(), own, progress, meters);
                processors.add(processor(new Follower(projection.name(), log.number()), invoker, log, tokens, own));
            }
        }
        var runner = new ProjectionRunner(processors, database, progress);
        logs.watch(runner);
        return runner;
    }

    private static TrackingEventProcessor processor(
            Follower follower, ProjectionInvoker invoker, EventLog log, TokenStore tokens, DataSource database) {
        return new SoonAgain(TrackingEventProcessor.builder()
                .name(follower.name())
                .eventHandlerInvoker(invoker)
                .messageSource(new LogSource(log))
                .tokenStore(tokens)
                .transactionManager(new ProjectionTransactions(new JdbcTransactionManager(database)))
                .trackingEventProcessorConfiguration(oneThread(follower.name()))
                .errorHandler(PropagatingErrorHandler.instance())
                .rollbackConfiguration(RollbackConfigurationType.ANY_THROWABLE));
    }

    private static TrackingEventProcessorConfiguration oneThread(String name) {
        return TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
                .andBatchSize(1) // a message is a batch already
                .andInitialTrackingToken(StreamableMessageSource::createTailToken)
                .andTokenClaimInterval(CLAIM_RETRY_MILLIS, TimeUnit.MILLISECONDS)
                .andWorkerTerminationTimeout(STOP_SECONDS, TimeUnit.SECONDS)
                .andThreadFactory(any -> task -> {
                    var thread = new Thread(task, "projection-" + name);
                    thread.setDaemon(true);
                    return thread;
                });
    }
}
