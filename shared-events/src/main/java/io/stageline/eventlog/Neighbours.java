package io.stageline.eventlog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Whether other processes listen to the bell: each greets the others every second, and nobody rings for himself alone. */
final class Neighbours {
    static final String CHANNEL = "stageline_neighbours";
    private static final String GREET = "SELECT pg_notify('" + CHANNEL + "', ?)";
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final String name = UUID.randomUUID().toString();
    private volatile long greeted = System.nanoTime() - SILENT_NANOS;

    /** Whoever greets must listen already, and must look at the heads afterwards: until then nobody need have rung for him. */
    void greet(Connection connection) throws SQLException {
        try (var greeting = connection.prepareStatement(GREET)) {
            greeting.setString(1, name);
            greeting.execute();
        }
    }

    /** Takes a greeting; whether it is another's, of whom nothing was known. */
    boolean heard(String from) {
        if (from.equals(name)) return false;
        var news = !areThere();
        greeted = System.nanoTime();
        return news;
    }

    boolean areThere() {
        return System.nanoTime() - greeted < SILENT_NANOS;
    }
}
