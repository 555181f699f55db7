package io.stageline.test;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.stageline.eventlog.Schema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A database of its own for a test: cloned from a migrated template, on one embedded PostgreSQL for the whole run. */
public final class TestDatabase implements AutoCloseable {
    /** The password of every role. */
    public static final String PASSWORD = "test";

    /** How many logs the databases of this run have. */
    public static final int LOGS = Integer.getInteger("stageline.test.logs", 1);

    private static final String TEMPLATE = "stageline_template";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String name;
    private final List<HikariDataSource> pools = new ArrayList<>();

    private TestDatabase(String name) {
        this.name = name;
    }

    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                var postgres = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "300")
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .start();
                admin(postgres, "postgres").execute("CREATE DATABASE " + TEMPLATE);
                Schema.migrate(postgres.getDatabase("postgres", TEMPLATE), role -> PASSWORD, LOGS);
                return postgres;
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    private static JdbcTemplate admin(EmbeddedPostgres postgres, String database) {
        return new JdbcTemplate(postgres.getDatabase("postgres", database));
    }

    /** A new database with the present schema and no events. */
    public static TestDatabase migrated() {
        return cloneOf(TEMPLATE);
    }

    /** Lets this database have so many logs, as long as nobody uses it yet. */
    public TestDatabase withLogs(int logs) {
        new JdbcTemplate(asAdmin())
                .update(
                        "INSERT INTO stageline.log_head SELECT log, 0 FROM generate_series(1, ? - 1) AS log ON CONFLICT DO NOTHING",
                        logs);
        return this;
    }

    /** A new database without anything in it. */
    public static TestDatabase empty() {
        return cloneOf("template0");
    }

    /** A copy of this database as it is now; nobody may be connected to it. */
    public TestDatabase copy() {
        return cloneOf(name);
    }

    private static synchronized TestDatabase cloneOf(String template) {
        var name = "stageline_" + NUMBER.incrementAndGet();
        admin(Server.POSTGRES, "postgres").execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        return new TestDatabase(name);
    }

    /** A pool of connections of the role; closed with the database. */
    public synchronized DataSource as(String role) {
        var config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl());
        config.setUsername(role);
        config.setPassword(PASSWORD);
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(0);
        var pool = new HikariDataSource(config);
        pools.add(pool);
        return pool;
    }

    /** The superuser's way in, for what no role may do. */
    public DataSource asAdmin() {
        return Server.POSTGRES.getDatabase("postgres", name);
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://localhost:" + port() + "/" + name;
    }

    public int port() {
        return Server.POSTGRES.getPort();
    }

    public String name() {
        return name;
    }

    @Override
    public synchronized void close() {
        pools.forEach(HikariDataSource::close);
        pools.clear();
    }
}
