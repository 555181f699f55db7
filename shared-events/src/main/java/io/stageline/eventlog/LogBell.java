package io.stageline.eventlog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Tells other processes about commits of this one, and hears of theirs: one NOTIFY after a commit, on its own connection. */
final class LogBell implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogBell.class);
    private static final int LISTEN_MILLIS = 1_000;

    private final String channel;
    private final DataSource database;
    private final LogTail tail;
    private final List<EventLog.Watcher> watchers;
    private final Semaphore rings = new Semaphore(0);
    private final Thread ringer;
    private final Thread listener;
    private volatile boolean closing;

    LogBell(int log, DataSource database, LogTail tail, List<EventLog.Watcher> watchers) {
        this.channel = "stageline_log_" + log;
        this.database = database;
        this.tail = tail;
        this.watchers = watchers;
        ringer = start("log-ringer-" + log, this::ringOnDemand);
        listener = start("log-listener-" + log, this::listen);
    }

    /** Asks for a notification; those asked for while one is being sent become one. */
    void ring() {
        if (rings.availablePermits() == 0) rings.release();
    }

    private void ringOnDemand(Connection connection) throws SQLException, InterruptedException {
        try (var notify = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
            while (!closing) {
                if (!rings.tryAcquire(LISTEN_MILLIS, TimeUnit.MILLISECONDS)) continue;
                rings.drainPermits();
                notify.setString(1, channel);
                notify.setString(2, Long.toString(tail.head()));
                notify.execute();
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("LISTEN " + channel);
        }
        watchers.forEach(EventLog.Watcher::databaseFound);
        try {
            hear(connection);
        } finally {
            watchers.forEach(EventLog.Watcher::databaseLost);
        }
    }

    private void hear(Connection connection) throws SQLException {
        var bell = connection.unwrap(PGConnection.class);
        while (!closing)
            for (var heard : bell.getNotifications(LISTEN_MILLIS)) tail.heard(Long.parseLong(heard.getParameter()));
    }

    private interface Work {
        void with(Connection connection) throws SQLException, InterruptedException;
    }

    private Thread start(String name, Work work) {
        var thread = new Thread(() -> keep(work), name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void keep(Work work) {
        try {
            while (!closing) {
                try (var connection = database.getConnection()) {
                    work.with(connection);
                } catch (SQLException | DataAccessException lost) {
                    if (closing) return;
                    LOG.warn("log notifications interrupted: {}", state(lost));
                    TimeUnit.SECONDS.sleep(1); // readers poll meanwhile
                }
            }
        } catch (InterruptedException stopped) {
            LOG.debug("log notifications stopped");
        }
    }

    private static String state(Exception lost) {
        return lost instanceof SQLException sql
                ? "SQLSTATE " + sql.getSQLState()
                : lost.getClass().getName();
    }

    @Override
    public void close() {
        closing = true;
        ringer.interrupt();
        listener.interrupt();
    }
}
