package io.stageline.bench.baseline;

import io.stageline.bench.baseline.Baseline.StageRequest;
import io.stageline.bench.baseline.StockEntry.RecordStage;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.caching.WeakReferenceCache;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.modelling.command.ConflictingAggregateVersionException;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Axon 4.13 with its own JDBC event store and a cache of aggregates behind WebFlux. It has no event processor and only
 * keeps the idempotency key, so it does less than it would have to.
 */
@RestController
public final class StockAxon {
    private static final int THREADS = 64;

    private final CommandGateway commands;
    private final Scheduler blocking = Schedulers.newBoundedElastic(THREADS, 10_000, "commands");

    StockAxon(CommandGateway commands) {
        this.commands = commands;
    }

    @PostMapping(Baseline.PATH)
    Mono<ResponseEntity<String>> record(
            @PathVariable UUID journal,
            @PathVariable UUID contact,
            @RequestHeader("Idempotency-Key") String key,
            @RequestHeader("If-Match") String ifMatch,
            @RequestBody StageRequest request) {
        var command = RecordStage.of(Baseline.stream(journal, contact), Baseline.expected(ifMatch), key, request);
        return Mono.fromCallable(() -> commands.<Long>sendAndWait(command))
                .subscribeOn(blocking)
                .map(Baseline::recorded)
                .onErrorReturn(ConcurrencyException.class, Baseline.conflict())
                .onErrorReturn(ConflictingAggregateVersionException.class, Baseline.conflict());
    }

    private static CommandGateway gateway(DataSource database) {
        var transactions = transactions(new DataSourceTransactionManager(database));
        var bus = SimpleCommandBus.builder().transactionManager(transactions).build();
        var repository = EventSourcingRepository.builder(StockEntry.class)
                .eventStore(EmbeddedEventStore.builder()
                        .storageEngine(engine(database, transactions))
                        .build())
                .cache(new WeakReferenceCache())
                .build();
        AggregateAnnotationCommandHandler.<StockEntry>builder()
                .aggregateType(StockEntry.class)
                .repository(repository)
                .parameterResolverFactory(ClasspathParameterResolverFactory.forClass(StockEntry.class))
                .build()
                .subscribe(bus);
        return DefaultCommandGateway.builder().commandBus(bus).build();
    }

    static JdbcEventStorageEngine engine(DataSource database, TransactionManager transactions) {
        var json = Jackson3Serializer.builder().build();
        var engine = JdbcEventStorageEngine.builder()
                .connectionProvider(new UnitOfWorkAwareConnectionProviderWrapper(
                        new TransactionAwareDataSourceProxy(database)::getConnection))
                .transactionManager(transactions)
                .eventSerializer(json)
                .snapshotSerializer(json)
                .build();
        engine.createSchema(PostgresEventTableFactory.INSTANCE);
        return engine;
    }

    static TransactionManager transactions(PlatformTransactionManager manager) {
        return () -> {
            var status = manager.getTransaction(new DefaultTransactionDefinition());
            return new Transaction() {
                @Override
                public void commit() {
                    manager.commit(status);
                }

                @Override
                public void rollback() {
                    if (!status.isCompleted()) manager.rollback(status);
                }
            };
        };
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        StockAxon api() {
            return new StockAxon(gateway(Baseline.pool()));
        }
    }

    public static void main(String[] arguments) {
        Baseline.run(Application.class, WebApplicationType.REACTIVE);
    }
}
