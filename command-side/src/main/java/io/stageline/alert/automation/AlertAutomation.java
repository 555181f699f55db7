package io.stageline.alert.automation;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.alert.automation.AlertWatch.Lane;
import io.stageline.alert.write.AlertIds;
import io.stageline.alert.write.ClockTicks;
import io.stageline.eventlog.Connections;
import io.stageline.eventlog.EventLog;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Schema;
import io.stageline.privacy.ContactKeys;
import io.stageline.privacy.MasterKey;
import io.stageline.privacy.TenantKeys;
import io.stageline.signal.write.SignalContents;
import io.stageline.write.Commands;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The parts of the evaluation of rules and how they hold together; its connections are nobody else's. */
@Configuration(proxyBeanMethods = false)
public class AlertAutomation {
    private static final int CONNECTIONS = 4;
    private static final Duration STATEMENT = Duration.ofSeconds(10);
    // What watches know follows from the log: what a crash of the database takes is found again, with the same ids.
    private static final String COMMIT_IN_MEMORY = "SET synchronous_commit = off";

    @Bean(destroyMethod = "close", defaultCandidate = false)
    HikariDataSource alertDataSource(
            @Value("${stageline.database.url}") String url,
            @Value("${stageline.database.write-password}") String password,
            @Value("${stageline.logs:1}") int logs) {
        var config = Connections.of("alerts", url, Schema.WRITE, password, CONNECTIONS + logs, STATEMENT);
        config.setMinimumIdle(1);
        config.setConnectionInitSql(COMMIT_IN_MEMORY);
        return new HikariDataSource(config);
    }

    @Bean
    AlertWatch alertWatch(
            EventLogs logs,
            Commands commands,
            AlertIds ids,
            MasterKey master,
            ContactKeys contacts,
            Clock clock,
            MeterRegistry metrics,
            ParkedIntents parked,
            @Qualifier("alertDataSource") DataSource database) {
        var contents = new SignalContents(contacts, new TenantKeys(master));
        var matcher = new Matcher(ids, contents);
        var broken = new BrokenRules(clock, metrics);
        var template = new JdbcTemplate(database);
        var lanes = logs.all().stream()
                .map(log -> new Lane(
                        log.number(),
                        new Follower(log, database, matcher, ids, broken),
                        sender(log, logs, template, commands, contents, clock, metrics)))
                .toList();
        return new AlertWatch(lanes, new Ticker(template, new ClockTicks(logs, master), clock), parked);
    }

    @Bean
    PastDesk pastDesk() {
        return new PastDesk();
    }

    @Bean
    Past past(
            EventLogs logs,
            AlertIds ids,
            MasterKey master,
            ContactKeys contacts,
            Clock clock,
            JsonMapper json,
            @Value("${stageline.backtest.seconds:10}") int seconds,
            @Value("${stageline.backtest.events:2000000}") long events,
            @Qualifier("alertDataSource") DataSource database) {
        var matcher = new Matcher(ids, new SignalContents(contacts, new TenantKeys(master)));
        var patience = Duration.ofSeconds(seconds);
        var log =
                new PastLog(logs, new JdbcTemplate(database), new EventTypes(), matcher, ids, clock, patience, events);
        return new Past(log, json);
    }

    private static IntentSender sender(
            EventLog log,
            EventLogs logs,
            JdbcTemplate database,
            Commands commands,
            SignalContents contents,
            Clock clock,
            MeterRegistry metrics) {
        var intents = new Intents(log.number(), database);
        return new IntentSender(log.number(), logs, intents, commands, contents, clock, metrics);
    }
}
