package io.stageline.http;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.Connection;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.resources.LoopResources;
import reactor.pool.PooledRefMetadata;

/** The connections that authenticate and read: role stageline_query, which may only read, and only its tenant's rows. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(QueryDatabase.Settings.class)
public class QueryDatabase {
    private static final Duration STATEMENT = Duration.ofSeconds(4);
    private static final Duration WHOLE_READ = Duration.ofSeconds(5);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final Duration LIFE = Duration.ofMinutes(30);
    private static final int MOST_WAITING = 2_000;

    /** Where the database is and how to log in as its reader. */
    @ConfigurationProperties("stageline.database")
    public record Settings(
            @DefaultValue("localhost") String host,
            @DefaultValue("5432") int port,
            @DefaultValue("stageline") String name,
            @DefaultValue("") String queryPassword,
            @DefaultValue("16") int queryPool) {

        @Override
        public String toString() {
            return "Settings[" + host + ":" + port + "/" + name + "]";
        }
    }

    @Bean(destroyMethod = "dispose")
    ConnectionPool queryConnections(Settings settings, LoopResources queryLoops, Overdue overdue) {
        return new ConnectionPool(
                ConnectionPoolConfiguration.builder(new PostgresqlConnectionFactory(connection(settings, queryLoops)))
                        .name("query")
                        .maxSize(settings.queryPool())
                        .initialSize(0)
                        .maxIdleTime(IDLE)
                        .maxLifeTime(LIFE)
                        .maxAcquireTime(CONNECT)
                        .maxCreateConnectionTime(CONNECT)
                        .acquireRetry(0) // each try would wait as long again
                        .postAllocate(overdue::lent)
                        .preRelease(overdue::returned)
                        .customizer(pool -> pool.maxPendingAcquire(MOST_WAITING)
                                .evictionPredicate((connection, about) -> isSpent(connection, about, overdue)))
                        .build());
    }

    @Bean(destroyMethod = "dispose")
    Overdue overdue() {
        return new Overdue(WHOLE_READ);
    }

    /** Too old, or dead: who needs a connection is given the next one, not the error of this one. */
    private static boolean isSpent(Connection connection, PooledRefMetadata about, Overdue overdue) {
        return about.idleTime() >= IDLE.toMillis()
                || about.lifeTime() >= LIFE.toMillis()
                || overdue.isSpent(connection);
    }

    /** Loops of their own, not colocated: otherwise every connection is pinned to the loop that opened it (r2dbc-pool). */
    @Bean(destroyMethod = "dispose")
    LoopResources queryLoops() {
        return LoopResources.create(
                "query", LoopResources.DEFAULT_IO_SELECT_COUNT, LoopResources.DEFAULT_IO_WORKER_COUNT, true, false);
    }

    private static PostgresqlConnectionConfiguration connection(Settings settings, LoopResources loops) {
        return PostgresqlConnectionConfiguration.builder()
                .applicationName("stageline-query")
                .host(settings.host())
                .port(settings.port())
                .database(settings.name())
                .username("stageline_query")
                .password(settings.queryPassword())
                .connectTimeout(CONNECT)
                .loopResources(loops)
                .timeZone("UTC")
                .options(Map.of(
                        "search_path", "live,stageline",
                        "plan_cache_mode", "force_generic_plan", // planning a page costs more than reading it (ADR 17)
                        "enable_seqscan", "off", // so that no plan of an empty table outlives its emptiness
                        "statement_timeout", String.valueOf(STATEMENT.toMillis()),
                        "idle_in_transaction_session_timeout", "5000"))
                .build();
    }
}
