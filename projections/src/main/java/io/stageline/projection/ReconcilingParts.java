package io.stageline.projection;

import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Schema;
import io.stageline.projection.verify.Reconciler;
import io.stageline.projection.verify.Reconciliation;
import io.stageline.projection.verify.Repair;
import java.time.Clock;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The wiring of reconciliation, which has connections of its own: the settings of those that write would make its plans bad. */
@Configuration(proxyBeanMethods = false)
public class ReconcilingParts {
    private static final int CONNECT_SECONDS = 2;

    @Bean
    Reconciler reconciler(
            @Value("${stageline.database.url}") String url,
            @Value("${stageline.database.project-password}") String password,
            @Value("${stageline.repair-drift:false}") boolean repairing,
            EventTypes types,
            Clock clock,
            MeterRegistry meters) {
        var database = connections(url, password);
        var catalog = new Catalog();
        var repair = repairing ? new Repair(database, types, catalog) : null;
        return new Reconciler(database, types, catalog, clock, meters, repair);
    }

    @Bean
    Reconciliation reconciliation(List<Projection> projections, Reconciler reconciler, Clock clock) {
        return new Reconciliation(projections, reconciler, clock);
    }

    // Three for some seconds of each minute are no reason for a pool.
    private static PGSimpleDataSource connections(String url, String password) {
        var database = new PGSimpleDataSource();
        database.setUrl(url);
        database.setUser(Schema.PROJECT);
        database.setPassword(password);
        database.setApplicationName("reconciliation");
        database.setConnectTimeout(CONNECT_SECONDS);
        database.setTcpKeepAlive(true);
        return database;
    }
}
