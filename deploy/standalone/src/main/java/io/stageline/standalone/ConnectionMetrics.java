package io.stageline.standalone;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.PoolMetrics;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** How busy the connections are: of the writers and projections (JDBC) and of the readers (R2DBC). */
@Component
class ConnectionMetrics implements SmartInitializingSingleton {
    private final List<HikariDataSource> pools;
    private final ConnectionPool readers;
    private final MeterRegistry meters;

    ConnectionMetrics(List<HikariDataSource> pools, ConnectionPool readers, MeterRegistry meters) {
        this.pools = pools;
        this.readers = readers;
        this.meters = meters;
    }

    @Override
    public void afterSingletonsInstantiated() {
        pools.stream()
                .filter(pool -> pool.getMetricRegistry() == null)
                .forEach(pool -> pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters)));
        readers.getMetrics().ifPresent(pool -> {
            gauge("acquired", pool, PoolMetrics::acquiredSize);
            gauge("idle", pool, PoolMetrics::idleSize);
            gauge("pending", pool, PoolMetrics::pendingAcquireSize);
            gauge("max", pool, PoolMetrics::getMaxAllocatedSize);
        });
    }

    private void gauge(String what, PoolMetrics pool, ToDoubleFunction<PoolMetrics> value) {
        Gauge.builder("r2dbc.pool." + what, pool, value).tag("pool", "query").register(meters);
    }
}
