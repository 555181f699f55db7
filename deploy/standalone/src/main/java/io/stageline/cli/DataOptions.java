package io.stageline.cli;

import io.stageline.standalone.Role;
import io.stageline.standalone.Settings;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a server keeps its data. */
public final class DataOptions {
    @Option(
            names = "--data-dir",
            defaultValue = "${env:STAGELINE_DATA_DIR:-.stageline}",
            description = "Directory of the data (default: $STAGELINE_DATA_DIR, else ./.stageline).")
    private Path dataDirectory = Path.of(".stageline");

    @Option(
            names = "--database-url",
            defaultValue = "${env:STAGELINE_DATABASE_URL:-}",
            description = "External PostgreSQL 15 or newer instead of the embedded one:"
                    + " postgresql://user:password@host:5432/database (or $STAGELINE_DATABASE_URL).")
    private @Nullable String databaseUrl;

    public Settings settings(int port) {
        return settings(port, null, EnumSet.allOf(Role.class), false);
    }

    Settings settings(int port, @Nullable Integer logs, Set<Role> roles, boolean repairDrift) {
        String external = databaseUrl == null || databaseUrl.isBlank() ? null : databaseUrl;
        return new Settings(
                dataDirectory, port, external, System.getenv("STAGELINE_MASTER_KEY"), logs, roles, repairDrift);
    }
}
