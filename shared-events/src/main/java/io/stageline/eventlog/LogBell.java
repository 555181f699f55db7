package io.stageline.eventlog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Tells other processes about commits of this one, and hears of theirs: one NOTIFY after a commit, on its own connection. */
final class LogBell implements AutoCloseable {
    private static final String HEADS = "SELECT log_id, position FROM stageline.log_head ORDER BY log_id";
    private static final String NOTIFY =
            "SELECT pg_notify(channel, position) FROM unnest(?::text[], ?::text[]) AS news(channel, position)";
    private static final String CHANNEL = "stageline_log_";
    private static final int LOOK_MILLIS = 1_000;
    /** How long it is silent after a ring: under load one ring tells of many commits. */
    private static final int REST_MILLIS = 2;

    private final DataSource database;
    private final Map<String, LogTail> tails;
    private final List<EventLogs.Watcher> watchers;
    private final Neighbours neighbours = new Neighbours();
    private final Semaphore rings = new Semaphore(0);
    private final ConnectedThread listener;
    private @Nullable ConnectedThread ringer;
    private volatile boolean closing;

    LogBell(DataSource database, List<LogTail> tails, List<EventLogs.Watcher> watchers) {
        this.database = database;
        this.watchers = watchers;
        this.tails = tails.stream().collect(Collectors.toMap(tail -> CHANNEL + tail.log(), tail -> tail));
        listener = new ConnectedThread("log-listener", database, this::listen);
    }

    /** The position of the last event of each log. */
    static Map<Integer, Long> heads(Connection connection) throws SQLException {
        var heads = new TreeMap<Integer, Long>();
        try (var question = connection.prepareStatement(HEADS);
                var row = question.executeQuery()) {
            while (row.next()) heads.put(row.getInt(1), row.getLong(2));
        }
        return heads;
    }

    /** Lets this process ring; one that never appends need not. */
    void startRinging() {
        ringer = new ConnectedThread("log-ringer", database, this::ringOnDemand);
    }

    /** Asks for a notification if anybody would hear it; those asked for while one is being sent become one. */
    void ring() {
        if (neighbours.areThere() && rings.availablePermits() == 0) rings.release();
    }

    private void ringOnDemand(Connection connection) throws SQLException, InterruptedException {
        var told = new HashMap<String, Long>();
        try (var notify = connection.prepareStatement(NOTIFY)) {
            while (!closing) {
                if (!rings.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) continue;
                rings.drainPermits();
                var news = new HashMap<String, Long>();
                tails.forEach((channel, tail) -> news.put(channel, tail.head()));
                news.entrySet().removeAll(told.entrySet());
                notify.setArray(
                        1, connection.createArrayOf("text", news.keySet().toArray()));
                notify.setArray(
                        2, connection.createArrayOf("text", news.values().toArray()));
                notify.execute();
                told.putAll(news);
                TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var channel : tails.keySet()) statement.execute("LISTEN " + channel);
            statement.execute("LISTEN " + Neighbours.CHANNEL);
        }
        watchers.forEach(EventLogs.Watcher::databaseFound);
        try {
            while (!closing) {
                neighbours.greet(connection);
                look(connection);
                hear(connection.unwrap(PGConnection.class));
            }
        } finally {
            watchers.forEach(EventLogs.Watcher::databaseLost);
        }
    }

    /** The net below the bell: a process may die between its commit and its ring. */
    private void look(Connection connection) throws SQLException {
        heads(connection).forEach((log, head) -> {
            var tail = tails.get(CHANNEL + log);
            if (tail != null) tail.heard(head);
        });
    }

    private void hear(PGConnection bell) throws SQLException {
        var until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
        while (!closing && System.nanoTime() < until) for (var heard : bell.getNotifications(LOOK_MILLIS)) heard(heard);
    }

    private void heard(PGNotification news) {
        var tail = tails.get(news.getName());
        if (tail != null) tail.heard(Long.parseLong(news.getParameter()));
        else if (neighbours.heard(news.getParameter())) ring();
    }

    @Override
    public void close() {
        closing = true;
        listener.close();
        if (ringer != null) ringer.close();
    }
}
