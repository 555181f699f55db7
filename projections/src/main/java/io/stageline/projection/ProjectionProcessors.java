package io.stageline.projection;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.eventlog.Connections;
import io.stageline.eventlog.EventLog;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Follower;
import io.stageline.eventlog.LogSource;
import io.stageline.eventlog.Progress;
import io.stageline.eventlog.Schema;
import io.stageline.privacy.ContactKeys;
import io.stageline.privacy.MasterKey;
import io.stageline.privacy.TenantKeys;
import io.stageline.projection.parked.Letters;
import io.stageline.projection.parked.ParkingLot;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.EventTrackerStatusChangeListener;
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

/** The wiring of the projections: a processor for each generation on every log, whose batch, rows and token are one transaction. */
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
    Opener opener(ContactKeys keys, MasterKey master) {
        return new Opener(keys, new TenantKeys(master));
    }

    @Bean
    Swaps swaps(MeterRegistry meters) {
        return new Swaps(meters);
    }

    @Bean
    Letters letters(
            @Qualifier("projectionDataSource") DataSource database,
            EventLogs logs,
            EventTypes types,
            MasterKey master,
            Clock clock) {
        return new Letters(database, logs, types, master, clock);
    }

    @Bean
    ParkingLot parkingLot(List<Projection> projections, Letters letters, Clock clock, MeterRegistry meters) {
        return new ParkingLot(projections, letters, clock, meters);
    }

    @Bean
    Feeding feeding(
            List<Projection> projections,
            EventLogs logs,
            Progress progress,
            Clock clock,
            MeterRegistry meters,
            ProjectionPools pools,
            ParkingLot parkingLot,
            @Qualifier("projectionDataSource") DataSource database) {
        var told = new Told(progress);
        var feeding =
                new Feeding(projections, new Processors(parkingLot, logs, told, clock, meters, pools), database, told);
        logs.watch(feeding);
        return feeding;
    }

    /** The processors of a generation, with a pool of its own. */
    private record Processors(
            ParkingLot parkingLot,
            EventLogs logs,
            Told told,
            Clock clock,
            MeterRegistry meters,
            ProjectionPools pools,
            String owner)
            implements Feeding.Feeders {

        Processors(
                ParkingLot parkingLot,
                EventLogs logs,
                Told told,
                Clock clock,
                MeterRegistry meters,
                ProjectionPools pools) {
            // Process ids repeat, at least among containers.
            this(parkingLot, logs, told, clock, meters, pools, UUID.randomUUID().toString());
        }

        @Override
        public Fed feed(Generation generation) {
            var own = pools.of(generation);
            var tokens = Tokens.in(own, owner);
            var processors = new ArrayList<TrackingEventProcessor>();
            var gauges = new ArrayList<Meter>();
            for (var log : logs.all()) {
                gauges.addAll(new ProjectionLag(generation, log, told, clock).register(meters));
                var parking = parkingLot.parking(generation, log.number());
                var invoker = new ProjectionInvoker(parking, generation, log.number(), own, told, meters);
                var follower = new Follower(generation.feed(), log.number());
                var thread = oneThread(follower.name())
                        .andEventTrackerStatusChangeListener(
                                whenClaimed(() -> parkingLot.claimed(generation, log.number())));
                var builder = processor(follower, invoker, log, tokens, own, thread);
                processors.add(new SoonAgain(builder, parking::againAtOnce));
            }
            return new Fed(generation, processors, gauges);
        }

        @Override
        public void close(Fed fed) {
            fed.gauges().forEach(meters::remove);
            pools.close(fed.generation());
        }
    }

    private static EventTrackerStatusChangeListener whenClaimed(Runnable then) {
        return changes -> {
            if (changes.values().stream().anyMatch(EventTrackerStatus::trackerAdded)) then.run();
        };
    }

    private static TrackingEventProcessor.Builder processor(
            Follower follower,
            ProjectionInvoker invoker,
            EventLog log,
            TokenStore tokens,
            DataSource database,
            TrackingEventProcessorConfiguration thread) {
        return TrackingEventProcessor.builder()
                .name(follower.name())
                .eventHandlerInvoker(invoker)
                .messageSource(new LogSource(log))
                .tokenStore(tokens)
                .transactionManager(new ProjectionTransactions(new JdbcTransactionManager(database)))
                .trackingEventProcessorConfiguration(thread)
                .errorHandler(PropagatingErrorHandler.instance())
                .rollbackConfiguration(RollbackConfigurationType.ANY_THROWABLE);
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
