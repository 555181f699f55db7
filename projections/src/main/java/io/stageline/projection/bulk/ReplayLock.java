package io.stageline.projection.bulk;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The right to work on the generations of a projection, which only one process has; it ends with the process, however that ends. */
public final class ReplayLock implements AutoCloseable {
    private static final int TRIES = 3;

    private static final String NAME_HOLDER = "SELECT set_config('application_name', ?, false)";
    private static final String TAKE = "SELECT pg_try_advisory_lock(hashtext('stageline.replay'), hashtext(?))";
    private static final String GIVE_BACK = "SELECT pg_advisory_unlock(hashtext('stageline.replay'), hashtext(?))";
    private static final String FORGET_HOLDER = "RESET application_name";

    // Since its holder took the lock, the connection has done nothing else.
    private static final String HOLDER = """
            SELECT holder.application_name, holder.state_change
              FROM pg_locks AS held
              JOIN pg_stat_activity AS holder USING (pid)
             WHERE held.locktype = 'advisory' AND held.granted
               AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
               AND held.classid = hashtext('stageline.replay')::oid AND held.objid = hashtext(?)::oid
               AND held.objsubid = 2""";

    private final Connection connection;
    private final String projection;

    private ReplayLock(Connection connection, String projection) {
        this.connection = connection;
        this.projection = projection;
    }

    /** Somebody else is at work on the projection. */
    public static final class Held extends Exception {
        private final String holder;
        private final @Nullable Instant since;

        Held(String projection, String holder, @Nullable Instant since) {
            super("\"%s\" is at work on %s".formatted(holder, projection));
            this.holder = holder;
            this.since = since;
        }

        /** Who, in words for people. */
        public String holder() {
            return holder;
        }

        /** Since when, unless the database does not tell. */
        public @Nullable Instant since() {
            return since;
        }
    }

    /** Takes the lock under a name for its holder, of which the first 63 bytes are kept. */
    public static ReplayLock take(DataSource database, String projection, String holder) throws Held, SQLException {
        var connection = database.getConnection();
        var lock = new ReplayLock(connection, projection);
        var taken = false;
        try {
            lock.ask(NAME_HOLDER, holder);
            for (var n = 1; !taken; n++) {
                taken = "t".equals(lock.ask(TAKE, projection));
                if (!taken) lock.refuse(n == TRIES);
            }
            return lock;
        } finally {
            if (!taken) lock.leave();
        }
    }

    // Between the two questions the holder may have ended.
    private void refuse(boolean always) throws Held, SQLException {
        var held = holder(connection, projection);
        if (held.isPresent()) throw held.get();
        if (always) throw new Held(projection, "somebody", null);
    }

    /** Who has the lock, if anybody has it. */
    public static Optional<Held> holder(Connection connection, String projection) throws SQLException {
        try (var select = connection.prepareStatement(HOLDER)) {
            select.setString(1, projection);
            try (var row = select.executeQuery()) {
                if (!row.next()) return Optional.empty();
                var since = row.getObject(2, OffsetDateTime.class);
                return Optional.of(new Held(projection, row.getString(1), since == null ? null : since.toInstant()));
            }
        }
    }

    private @Nullable String ask(String sql, String parameter) throws SQLException {
        try (var select = connection.prepareStatement(sql)) {
            select.setString(1, parameter);
            try (var row = select.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private void leave() throws SQLException {
        try (connection;
                var reset = connection.createStatement()) {
            reset.execute(FORGET_HOLDER);
        }
    }

    @Override
    public void close() throws SQLException {
        try {
            ask(GIVE_BACK, projection);
        } finally {
            leave();
        }
    }
}
