package io.stageline.standalone;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Schema;
import io.stageline.journal.projection.GridProjection;
import io.stageline.privacy.ContactKeys;
import io.stageline.privacy.MasterKey;
import io.stageline.privacy.TenantKeys;
import io.stageline.projection.Catalog;
import io.stageline.projection.Generations;
import io.stageline.projection.Opener;
import io.stageline.projection.Projection;
import io.stageline.projection.Swaps;
import io.stageline.projection.Switching;
import io.stageline.projection.bulk.Jobs;
import io.stageline.projection.bulk.Rebuild;
import io.stageline.projection.parked.Letters;
import io.stageline.projection.verify.Gate;
import io.stageline.projection.verify.Repair;
import io.stageline.projection.verify.Verification;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What builds, proves and shows generations without a server. Nothing that decides or sends is among it. */
public final class ReplayParts implements AutoCloseable {
    private static final int CONNECTIONS = 4;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int PART_OF_MEMORY = 4;
    private static final int BYTES_OF_A_ROW = 1_024;

    private static final String OF_THIS_KEY = """
            SELECT master_key_check = ? AND (SELECT count(*) >= 0 FROM stageline.generation)
              FROM stageline.installation""";

    private final DataSource administrator;
    private final HikariDataSource projecting;
    private final MasterKey master;
    private final List<Projection> projections;
    private final EventTypes types = new EventTypes();
    private final Catalog catalog = new Catalog();
    private final Clock clock = Clock.systemUTC();
    private @Nullable EventLogs logs;

    /** Of the installation in this database, which was made under this master key; nobody is asked for anything yet. */
    public ReplayParts(DatabaseAddress address, String masterKey) {
        administrator = address.administrator();
        master = new MasterKey(Base64.getDecoder().decode(masterKey));
        projecting = projecting(address, master.derive(Schema.PROJECT));
        var opener = new Opener(new ContactKeys(master, projecting), new TenantKeys(master));
        projections = List.of(new GridProjection(opener, new Swaps(new SimpleMeterRegistry())));
    }

    /** It connects when it is first asked to. */
    private static HikariDataSource projecting(DatabaseAddress address, String password) {
        var pool = new HikariDataSource();
        pool.setPoolName("replay");
        pool.setJdbcUrl(address.jdbcUrl());
        pool.setUsername(Schema.PROJECT);
        pool.setPassword(password);
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(0);
        pool.setConnectionTimeout(CONNECT_MILLIS);
        return pool;
    }

    /** Whether the database was set up under this master key; fails if there are no generations in it. */
    public boolean isOfThisKey(Connection owner) throws SQLException {
        try (var ask = owner.prepareStatement(OF_THIS_KEY)) {
            ask.setString(1, Schema.checkOf(master::derive));
            try (var row = ask.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** Every projection that there is. */
    public List<Projection> projections() {
        return projections;
    }

    public Catalog catalog() {
        return catalog;
    }

    public Generations generations() {
        return new Generations(administrator);
    }

    public Switching switching() {
        return new Switching(administrator);
    }

    public Jobs jobs() {
        return new Jobs(administrator, clock);
    }

    public Rebuild rebuild() {
        return new Rebuild(administrator, types, catalog, generations(), letters(), clock);
    }

    public Gate gate() {
        return new Gate(administrator, verification(), catalog);
    }

    public Verification verification() {
        return new Verification(projecting, types, catalog, new SplittableRandom());
    }

    public Repair repair() {
        return new Repair(projecting, types, catalog);
    }

    public Letters letters() {
        if (logs == null) logs = EventLogs.forReading(projecting, types);
        return new Letters(projecting, logs, types, master, clock);
    }

    /** How many rows a build may hold in the memory of this process. */
    public static int mostRows() {
        return (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / PART_OF_MEMORY / BYTES_OF_A_ROW);
    }

    public DataSource administrator() {
        return administrator;
    }

    public Clock clock() {
        return clock;
    }

    @Override
    public void close() {
        try (projecting) {
            if (logs != null) logs.close();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
