package io.stageline.standalone;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** How busy the JDBC connections are; Boot itself counts those of R2DBC. */
@Component
class ConnectionMetrics implements SmartInitializingSingleton {
    private final List<HikariDataSource> pools;
    private final MeterRegistry meters;

    ConnectionMetrics(List<HikariDataSource> pools, MeterRegistry meters) {
        this.pools = pools;
        this.meters = meters;
    }

    @Override
    public void afterSingletonsInstantiated() {
        pools.stream()
                .filter(pool -> pool.getMetricRegistry() == null)
                .forEach(pool -> pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters)));
    }
}
