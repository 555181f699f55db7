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
    private static final int CONNECTIONS = 8;
    private static final Duration STATEMENT = Duration.ofSeconds(10);
    // Short, because after a crash the next process waits this long for the claim of the dead one.
    private static final int CLAIM_RETRY_MILLIS = 500;
    private static final int STOP_SECONDS = 4;

    @Bean(destroyMethod = "close")
    HikariDataSource projectionDataSource(
            @Value("${stageline.database.url}") String url,
            @Value("${stageline.database.project-password}") String password,
            @Value("${stageline.logs:1}") int logs) {
        var connections = CONNECTIONS + Math.min(logs - 1, CONNECTIONS);
        return new HikariDataSource(
                Connections.of("projections", url, Schema.PROJECT, password, connections, STATEMENT));
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
            @Qualifier("projectionDataSource") DataSource database) {
        var tokens = Tokens.in(database);
        var processors = new ArrayList<TrackingEventProcessor>();
        for (var projection : projections)
            for (var log : logs.all()) {
                new ProjectionLag(projection.name(), log, progress, clock).register(meters);
                var invoker = new ProjectionInvoker(projection, log.number(), database, progress, meters);
                processors.add(
                        processor(new Follower(projection.name(), log.number()), invoker, log, tokens, database));
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
