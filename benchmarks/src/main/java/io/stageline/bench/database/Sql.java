package io.stageline.bench.database;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

/** Single statements for all that is not measured. */
public final class Sql {
    private static final String[] SETTINGS = {
        "server_version",
        "fsync",
        "synchronous_commit",
        "full_page_writes",
        "shared_buffers",
        "max_wal_size",
        "wal_sync_method",
        "commit_delay"
    };

    private Sql() {}

    public static void run(DataSource database, String... statements) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            for (var sql : statements) statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    public static long number(DataSource database, String query) {
        return Long.parseLong(text(database, query));
    }

    public static String text(DataSource database, String query) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The settings that a reader of numbers asks for. */
    public static Map<String, String> settings(DataSource database) {
        var settings = new LinkedHashMap<String, String>();
        for (var name : SETTINGS) settings.put(name, text(database, "SHOW " + name));
        return settings;
    }
}
