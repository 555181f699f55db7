package io.stageline.cli.replay;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;

/** How big things are and how long they take, in words. */
final class Sizes {
    private static final String OF_SCHEMA = """
            SELECT coalesce(sum(pg_total_relation_size(oid)), 0)
              FROM pg_class
             WHERE relnamespace = to_regnamespace(?) AND relkind = 'r'""";
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};
    private static final int STEP = 1_000;

    private Sizes() {}

    /** The bytes of all tables and indexes of a schema. */
    static long of(Connection connection, String schema) throws SQLException {
        try (var select = connection.prepareStatement(OF_SCHEMA)) {
            select.setString(1, schema);
            try (var row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    static String text(long bytes) {
        var size = (double) bytes;
        var unit = 0;
        for (; size >= STEP && unit < UNITS.length - 1; unit++) size /= STEP;
        return String.format(Locale.ROOT, size < 10 && unit > 0 ? "%.1f %s" : "%.0f %s", size, UNITS[unit]);
    }

    static String time(long seconds) {
        var all = Duration.ofSeconds(seconds);
        if (seconds < 120) return seconds + " s";
        if (all.toHours() < 2) return all.toMinutes() + " min";
        return "%d h %d min".formatted(all.toHours(), all.toMinutesPart());
    }
}
