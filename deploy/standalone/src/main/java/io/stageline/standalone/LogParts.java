package io.stageline.standalone;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.eventlog.Connections;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Schema;
import io.stageline.privacy.ContactKeys;
import io.stageline.privacy.MasterKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** What those share who write and those who project: the master key, the logs and their connections. */
@Configuration(proxyBeanMethods = false)
@Profile("write | project")
class LogParts {
    private static final int CONNECTIONS = 10;
    private static final Duration STATEMENT = Duration.ofSeconds(4);

    @Bean
    MasterKey masterKey(@Value("${stageline.master-key}") String key) {
        return new MasterKey(Base64.getDecoder().decode(key));
    }

    @Bean
    @Profile("write")
    HikariDataSource writeDataSource(
            @Value("${stageline.database.url}") String url,
            @Value("${stageline.database.write-password}") String password,
            @Value("${stageline.logs}") int logs,
            MeterRegistry metrics) {
        // Each committer keeps one.
        var config = Connections.of("write", url, Schema.WRITE, password, CONNECTIONS + logs, STATEMENT);
        config.setMetricRegistry(metrics);
        config.addDataSourceProperty("prepareThreshold", "1");
        return new HikariDataSource(config);
    }

    @Bean
    @Profile("write")
    EventLogs eventLogs(
            @Qualifier("writeDataSource") DataSource database, EventTypes types, Clock clock, MeterRegistry metrics) {
        return new EventLogs(database, types, clock, metrics);
    }

    @Bean
    @Profile("write")
    ContactKeys contactKeys(MasterKey master, @Qualifier("writeDataSource") DataSource database) {
        return new ContactKeys(master, database);
    }

    @Bean
    @Profile("!write")
    EventLogs readLogs(@Qualifier("projectionDataSource") DataSource database, EventTypes types) {
        return EventLogs.forReading(database, types);
    }

    @Bean
    @Profile("!write")
    ContactKeys readKeys(MasterKey master, @Qualifier("projectionDataSource") DataSource database) {
        return new ContactKeys(master, database);
    }
}
