package io.stageline.standalone;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an operator may choose: where the data lies, where to listen, whose database it is, its logs, this process's roles, and whether drift is repaired. */
public record Settings(
        Path dataDirectory,
        int port,
        @Nullable String databaseUrl,
        @Nullable String masterKey,
        @Nullable Integer logs,
        Set<Role> roles,
        boolean repairDrift) {
    private static final int MOST_LOGS = 64;

    public Settings {
        if (logs != null && (logs < 1 || logs > MOST_LOGS))
            throw Refusal.wrongUse("--logs must lie between 1 and " + MOST_LOGS);
        if (databaseUrl == null && roles.size() < Role.values().length)
            throw Refusal.wrongUse("A process with --roles of its own needs the --database-url that all of them share");
    }

    /** All roles in one process, on as many logs as there are. */
    public Settings(Path dataDirectory, int port, @Nullable String databaseUrl, @Nullable String masterKey) {
        this(dataDirectory, port, databaseUrl, masterKey, null, Set.of(Role.values()));
    }

    /** Drift between log and tables is told and not repaired. */
    public Settings(
            Path dataDirectory,
            int port,
            @Nullable String databaseUrl,
            @Nullable String masterKey,
            @Nullable Integer logs,
            Set<Role> roles) {
        this(dataDirectory, port, databaseUrl, masterKey, logs, roles, false);
    }
}
