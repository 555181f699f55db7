package io.stageline.eventlog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread with a connection of its own: when that is lost, its work begins anew on another one. */
final class ConnectedThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectedThread.class);

    private final DataSource database;
    private final Work work;
    private final Thread thread;
    private volatile boolean closing;

    /** Goes on until it is closed. */
    interface Work {
        void with(Connection connection) throws SQLException, InterruptedException;
    }

    ConnectedThread(String name, DataSource database, Work work) {
        this.database = database;
        this.work = work;
        thread = new Thread(this::keep, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void keep() {
        try {
            while (!closing) {
                try (var connection = database.getConnection()) {
                    work.with(connection);
                } catch (SQLException | RuntimeException lost) {
                    if (closing) return;
                    LOG.warn("{} interrupted: {}", Thread.currentThread().getName(), reason(lost));
                    TimeUnit.SECONDS.sleep(1);
                }
            }
        } catch (InterruptedException stopped) {
            LOG.debug("{} stopped", Thread.currentThread().getName());
        }
    }

    private static String reason(Exception lost) {
        return lost instanceof SQLException refused
                ? "SQLSTATE " + refused.getSQLState()
                : lost.getClass().getName();
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
    }
}
