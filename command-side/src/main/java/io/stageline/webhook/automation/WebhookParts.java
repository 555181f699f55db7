package io.stageline.webhook.automation;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.eventlog.Connections;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.Progress;
import io.stageline.eventlog.Schema;
import io.stageline.privacy.Secrets;
import io.stageline.write.Commands;
import io.stageline.write.Workers;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.resources.LoopResources;

/** The parts of the delivery and how they hold together; its connections and threads are nobody else's. */
@Configuration(proxyBeanMethods = false)
class WebhookParts {
    private static final int CONNECTIONS = 4;
    private static final Duration STATEMENT = Duration.ofSeconds(10);
    private static final int THREADS = 2;
    // The queue follows from the log: what a crash of the database takes is queued again, with the same ids and
    // numbers.
    private static final String COMMIT_IN_MEMORY = "SET synchronous_commit = off";

    @Bean(destroyMethod = "close", defaultCandidate = false)
    HikariDataSource webhookDataSource(
            @Value("${stageline.database.url}") String url,
            @Value("${stageline.database.write-password}") String password,
            @Value("${stageline.logs:1}") int logs) {
        var config = Connections.of("webhooks", url, Schema.WRITE, password, CONNECTIONS + logs, STATEMENT);
        config.setMinimumIdle(1);
        config.setConnectionInitSql(COMMIT_IN_MEMORY);
        return new HikariDataSource(config);
    }

    @Bean(destroyMethod = "dispose", defaultCandidate = false)
    LoopResources webhookThreads() {
        return LoopResources.create("webhook", THREADS, true);
    }

    @Bean(destroyMethod = "close")
    DnsNames webhookNames(@Qualifier("webhookThreads") LoopResources threads) {
        return new DnsNames(threads.onClient(false).next());
    }

    /** Blocks of private addresses that messages may be sent to, separated by commas; without it there are none. */
    @Bean
    Guard webhookGuard(@Value("${stageline.webhook-allow:}") String allowed, DnsNames names) {
        return new Guard(allowed, names);
    }

    @Bean(destroyMethod = "close")
    Sender webhookSender(Guard guard, @Qualifier("webhookThreads") LoopResources threads) {
        return new Sender(guard, threads);
    }

    /** Delivered messages are kept for so many days. */
    @Bean
    Retention webhookRetention(
            @Qualifier("webhookDataSource") HikariDataSource database,
            Clock clock,
            @Value("${stageline.webhook-kept-days:30}") int days) {
        return new Retention(database, clock, Duration.ofDays(days));
    }

    @Bean
    WebhookEngine webhookEngine(
            EventLogs logs,
            @Qualifier("webhookDataSource") HikariDataSource database,
            Secrets secrets,
            Sender sender,
            Commands commands,
            Workers workers,
            Progress progress,
            Retention retention,
            Clock clock,
            MeterRegistry meters) {
        return new WebhookEngine(
                logs,
                database,
                secrets,
                sender,
                new Disabling(commands, logs, workers),
                progress,
                retention,
                clock,
                meters);
    }
}
