package io.stageline.standalone;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.eventlog.EventLog;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.LogSource;
import io.stageline.eventlog.Progress;
import io.stageline.eventlog.Schema;
import io.stageline.privacy.ContactKeys;
import io.stageline.privacy.MasterKey;
import java.time.Clock;
import java.util.Base64;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What all parts of the process share: the clock, the master key, the log and its connections. */
@Configuration(proxyBeanMethods = false)
class LogParts {
    private static final int LOG = 0;
    private static final int CONNECTIONS = 10;

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    MasterKey masterKey(@Value("${stageline.master-key}") String key) {
        return new MasterKey(Base64.getDecoder().decode(key));
    }

    @Bean
    HikariDataSource writeDataSource(
            @Value("${stageline.database.url}") String url,
            @Value("${stageline.database.write-password}") String password,
            MeterRegistry metrics) {
        var config = new HikariConfig();
        config.setPoolName("write");
        config.setJdbcUrl(url);
        config.setUsername(Schema.WRITE);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(2_000);
        config.setMetricRegistry(metrics);
        config.addDataSourceProperty("socketTimeout", "20");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("prepareThreshold", "1");
        return new HikariDataSource(config);
    }

    @Bean
    EventLog eventLog(@Qualifier("writeDataSource") DataSource database, Clock clock, MeterRegistry metrics) {
        return new EventLog(LOG, database, new EventTypes(), clock, metrics);
    }

    @Bean
    LogSource logSource(EventLog log) {
        return new LogSource(log);
    }

    @Bean
    Progress progress() {
        return new Progress();
    }

    @Bean
    ContactKeys contactKeys(MasterKey master, @Qualifier("writeDataSource") DataSource database) {
        return new ContactKeys(master, database);
    }
}
