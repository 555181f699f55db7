package io.stageline.standalone;

import io.stageline.eventlog.Schema;
import io.stageline.http.Scope;
import io.stageline.tenant.write.Tenants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What must be there before the first request: the schema, the tables of the read models, a tenant and its first key. */
final class Installation {
    private static final String FIRST_TENANT = "default";

    private final Database database;
    private final DataDirectory directory;
    private final Tenants tenants;

    Installation(Database database, DataDirectory directory, Clock clock) {
        this.database = database;
        this.directory = directory;
        this.tenants = new Tenants(database.address().administrator(), clock);
    }

    /** Brings everything to its present shape; what is there already stays. Gives back the number of logs. */
    int complete(@Nullable Integer logs, Set<Role> roles) throws SQLException, IOException {
        int found = migrate(logs);
        show(roles);
        firstKey(tenants.open(FIRST_TENANT));
        return found;
    }

    private void show(Set<Role> roles) throws SQLException {
        try (var parts = new ReplayParts(database.address(), database.masterKey())) {
            new FirstShown(parts, roles).complete();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private int migrate(@Nullable Integer logs) {
        try {
            return Schema.migrate(database.address().administrator(), database::passwordOf, logs);
        } catch (Schema.OtherMasterKey other) {
            throw Refusal.wrongUse("This database was set up under another master key. Start with that key"
                    + " (STAGELINE_MASTER_KEY or master.key of the data directory); nothing was changed.");
        } catch (Schema.OtherLogs other) {
            throw Refusal.wrongUse("This installation has " + other.logs() + " log(s), chosen when it was created."
                    + " Start it without --logs; nothing was changed.");
        }
    }

    /** Written once; the pending mark brings a second one about when the process died before the file was whole. */
    private void firstKey(UUID tenant) throws IOException {
        Path file = directory.file("admin.key");
        Path pending = directory.file("admin.key.pending");
        if (Files.exists(file) || (tenants.countKeys(tenant) > 0 && !Files.exists(pending))) return;
        OwnerOnly.write(pending, "");
        OwnerOnly.write(
                file, tenants.addKey(tenant, "admin", List.of(Scope.admin)).text());
        Files.delete(pending);
    }
}
