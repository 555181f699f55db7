package io.stageline.projection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.eventlog.EventLog;
import io.stageline.eventlog.LogSource;
import io.stageline.eventlog.Progress;
import io.stageline.eventlog.Schema;
import io.stageline.privacy.ContactKeys;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The wiring of the projections: one processor each, whose batch, rows and token are one transaction. */
@Configuration(proxyBeanMethods = false)
public class ProjectionProcessors {
    private static final int BATCH = 1_000;
    private static final int CONNECTIONS = 8;
    // Short, because after a crash the next process waits this long for the claim of the dead one.
    private static final int CLAIM_RETRY_MILLIS = 500;
    private static final int STOP_SECONDS = 4;
    // A process that stands still in the middle of a batch must not keep others from its token.
    private static final int STANDS_STILL_MILLIS = 5_000;

    @Bean(destroyMethod = "close")
    HikariDataSource projectionDataSource(
            @Value("${stageline.database.url}") String url,
            @Value("${stageline.database.project-password}") String password) {
        var pool = new HikariConfig();
        pool.setPoolName("projections");
        pool.setJdbcUrl(url);
        pool.setUsername(Schema.PROJECT);
        pool.setPassword(password);
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.addDataSourceProperty("options", "-c idle_in_transaction_session_timeout=" + STANDS_STILL_MILLIS);
        return new HikariDataSource(pool);
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
            LogSource source,
            EventLog log,
            Progress progress,
            Clock clock,
            MeterRegistry meters,
            @Qualifier("projectionDataSource") DataSource database) {
        projections.forEach(projection -> new ProjectionLag(projection.name(), log, progress, clock).register(meters));
        var processors = projections.stream()
                .map(projection -> processor(
                        projection.name(),
                        new ProjectionInvoker(projection, database, progress, meters),
                        source,
                        database))
                .toList();
        var runner = new ProjectionRunner(processors, database, progress);
        log.watch(runner);
        return runner;
    }

    private static TrackingEventProcessor processor(
            String name, ProjectionInvoker invoker, LogSource source, DataSource database) {
        return TrackingEventProcessor.builder()
                .name(name)
                .eventHandlerInvoker(invoker)
                .messageSource(source)
                .tokenStore(Tokens.in(database))
                .transactionManager(new ProjectionTransactions(new JdbcTransactionManager(database)))
                .trackingEventProcessorConfiguration(oneThread(name))
                .errorHandler(PropagatingErrorHandler.instance())
                .rollbackConfiguration(RollbackConfigurationType.ANY_THROWABLE)
                .build();
    }

    private static TrackingEventProcessorConfiguration oneThread(String name) {
        return TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
                .andBatchSize(BATCH)
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
