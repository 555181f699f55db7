package io.stageline.projection;

import com.zaxxer.hikari.HikariDataSource;
import io.stageline.eventlog.Connections;
import io.stageline.eventlog.Schema;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of the generations: each has some of its own, to which its tables are those without a schema. */
final class ProjectionPools implements AutoCloseable {
    private static final Duration STATEMENT = Duration.ofSeconds(10);
    // Token and rows are in one transaction and can be derived again, so its commit need not wait for the disk.
    private static final String COMMIT_IN_MEMORY = "SET synchronous_commit = off";

    private final String url;
    private final String password;
    private final int connections;
    private final Map<String, HikariDataSource> pools = new ConcurrentHashMap<>();

    /** So many connections at most for each generation. */
    ProjectionPools(String url, String password, int connections) {
        this.url = url;
        this.password = password;
        this.connections = connections;
    }

    HikariDataSource of(Generation generation) {
        return pools.computeIfAbsent(generation.schema(), this::open);
    }

    /** Closes the connections of a generation that is fed no more. */
    void close(Generation generation) {
        var pool = pools.remove(generation.schema());
        if (pool != null) pool.close();
    }

    private HikariDataSource open(String schema) {
        var config = Connections.of(schema, url, Schema.PROJECT, password, connections, STATEMENT);
        config.addDataSourceProperty("currentSchema", schema);
        config.setConnectionInitSql(COMMIT_IN_MEMORY);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    @Override
    public void close() {
        pools.values().forEach(HikariDataSource::close);
    }
}
