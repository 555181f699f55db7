package io.stageline.standalone;

import io.stageline.http.Scope;
import io.stageline.tenant.write.Tenants;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.logging.LoggingSystem;

/** The opening of a further tenant, which no HTTP key may do: it takes the master key of the installation. */
public final class TenantOpening {
    private TenantOpening() {}

    /** The first admin key of the tenant; the database is that of a running server, or is started for this moment. */
    public static String open(Settings settings, String name) {
        LoggingSystem.get(TenantOpening.class.getClassLoader()).beforeInitialize();
        try (DataDirectory directory = DataDirectory.own(settings.dataDirectory());
                Database database = Database.open(settings, directory)) {
            new Installation(database, directory, Clock.systemUTC()).complete(null, settings.roles());
            return key(database.address().administrator(), name);
        } catch (Refusal running) {
            if (running.exitCode() != Refusal.ALREADY_RUNNING) throw running;
            return key(beside(settings), name);
        } catch (SQLException | IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String key(DataSource administrator, String name) {
        Tenants tenants = new Tenants(administrator, Clock.systemUTC());
        return tenants.addKey(tenants.open(name), "admin", List.of(Scope.admin)).text();
    }

    private static DataSource beside(Settings settings) {
        String url = settings.databaseUrl();
        return (url == null ? ReachedDatabase.besideTheServer(settings) : DatabaseAddress.parse(url)).administrator();
    }
}
