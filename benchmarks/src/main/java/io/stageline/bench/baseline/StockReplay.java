package io.stageline.bench.baseline;

import io.stageline.bench.Api;
import io.stageline.bench.frame.Measured;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.PostgresTokenTableFactory;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Axon 4.13's replay: its own JDBC event store, and its pooled streaming processor with the sizes that it has by default. */
@RestController
public final class StockReplay {
    private static final int WORKERS = 4;
    private static final long EVENTS = 200_000;
    private static final Duration PAUSE = Duration.ofMillis(10);

    // Twenty stages for every entry, all entries side by side, as the product's log has them.
    private static final String FILL = """
            INSERT INTO DomainEventEntry (eventIdentifier, aggregateIdentifier, sequenceNumber, type, timeStamp,
                                          payloadType, payload, metaData)
            SELECT gen_random_uuid()::text, entry, version, 'StockEntry', '2026-01-01T00:00:00.000Z',
                   'io.stageline.bench.baseline.StockEntry$StageRecorded',
                   convert_to(jsonb_build_object('entry', entry, 'stage', 'MEET', 'occurredAt', '2026-01-01T00:00:00Z',
                                                 'note', NULL)::text, 'UTF8'),
                   convert_to('{}', 'UTF8')
              FROM generate_series(0, 19) AS version
             CROSS JOIN LATERAL (SELECT md5(n::text)::uuid::text AS entry FROM generate_series(1, %d) AS n) AS entries""".formatted(EVENTS / 20);

    private final StockGrid grid;
    private final PooledStreamingEventProcessor.Builder turns;
    private final AtomicInteger turn = new AtomicInteger();

    StockReplay(DataSource database) {
        var transactions = StockAxon.transactions(new DataSourceTransactionManager(database));
        var connections = new UnitOfWorkAwareConnectionProviderWrapper(
                new TransactionAwareDataSourceProxy(database)::getConnection);
        var engine = StockAxon.engine(database, transactions);
        var tokens = JdbcTokenStore.builder()
                .connectionProvider(connections)
                .serializer(Jackson3Serializer.builder().build())
                .build();
        tokens.createSchema(PostgresTokenTableFactory.INSTANCE);
        var jdbc = new JdbcTemplate(database);
        jdbc.execute(StockGrid.TABLE);
        jdbc.execute("TRUNCATE DomainEventEntry, grid_row");
        jdbc.execute(FILL);
        grid = new StockGrid(jdbc);
        turns = PooledStreamingEventProcessor.builder()
                .eventHandlerInvoker(
                        SimpleEventHandlerInvoker.builder().eventHandlers(grid).build())
                .messageSource(
                        EmbeddedEventStore.builder().storageEngine(engine).build())
                .tokenStore(tokens)
                .transactionManager(transactions)
                .coordinatorExecutor(name -> Executors.newScheduledThreadPool(1))
                .workerExecutor(name -> Executors.newScheduledThreadPool(WORKERS))
                .initialToken(source -> source.createTailToken());
    }

    /** Replays from the first event on, for so long or until none is left; says how many events that were, and nanoseconds. */
    @PostMapping("/replay/{millis}")
    Mono<String> replay(@PathVariable long millis) {
        return Mono.fromCallable(() -> replay(Duration.ofMillis(millis))).subscribeOn(Schedulers.boundedElastic());
    }

    private String replay(Duration time) {
        // One of a new name has no tokens, and begins with the first event.
        var processor = turns.name("grid " + turn.incrementAndGet()).build();
        grid.handled();
        var began = System.nanoTime();
        processor.start();
        long events = 0;
        while (events < EVENTS && System.nanoTime() - began < time.toNanos()) {
            LockSupport.parkNanos(PAUSE.toNanos());
            events += grid.handled();
        }
        var nanos = System.nanoTime() - began;
        processor.shutDown();
        return events + " " + nanos;
    }

    /** Lets the server replay. */
    public static Measured run(InetSocketAddress server, Duration time) {
        var said = new Api(server, "none").post("/replay/" + time.toMillis(), "text/plain", "");
        var numbers = said.split(" ");
        var seconds = Long.parseLong(numbers[1]) / 1e9;
        return new Measured(Long.parseLong(numbers[0]), seconds, seconds * 1e3, seconds * 1e3, Map.of());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        StockReplay api() {
            return new StockReplay(Baseline.pool());
        }
    }

    public static void main(String[] arguments) {
        Baseline.run(Application.class, WebApplicationType.REACTIVE);
    }
}
