package io.stageline.eventlog;

import java.sql.Connection;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The separate step that brings a database to the present schema: roles first, then the migrations as their owner. */
public final class Schema {
    /** Decides and appends; may not change an event. */
    public static final String WRITE = "stageline_write";
    /** Reads the log and writes the read models. */
    public static final String PROJECT = "stageline_project";
    /** Reads the rows of one tenant at a time. */
    public static final String QUERY = "stageline_query";

    private static final String OWNER = "stageline_owner";
    private static final String CREATE_OWNER = """
            DO $$
            BEGIN
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'stageline_owner') THEN
                    CREATE ROLE stageline_owner NOLOGIN;
                END IF;
                GRANT stageline_owner TO CURRENT_USER;
                EXECUTE format('GRANT CREATE ON DATABASE %I TO stageline_owner', current_database());
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another process was faster
            END
            $$""";
    private static final String CREATE_LOGIN = """
            DO $$
            BEGIN
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s') THEN
                    CREATE ROLE %1$s LOGIN NOBYPASSRLS;
                END IF;
                ALTER ROLE %1$s LOGIN PASSWORD '%2$s';
                ALTER ROLE %1$s SET search_path = live, stageline;
            END
            $$""";
    // Whoever may not say so leaves it to those who run the database. Never with values: they may be personal.
    private static final String LOG_SLOW_READS = """
            DO $$
            BEGIN
                IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
                    ALTER ROLE stageline_query SET log_min_duration_statement = '100ms';
                    ALTER ROLE stageline_query SET log_parameter_max_length = 0;
                END IF;
            END
            $$""";

    // Processes that start together take turns: PostgreSQL cannot alter one role twice at the same moment.
    private static final String TAKE_TURN = "SELECT pg_advisory_lock(hashtext('stageline.schema'))";
    private static final String END_TURN = "SELECT pg_advisory_unlock(hashtext('stageline.schema'))";

    private static final String KNOWN = "SELECT to_regclass('stageline.installation') IS NOT NULL";
    // Log 0 came with the schema; the others come with the installation or never.
    private static final String REMEMBER = """
            WITH created AS (
                INSERT INTO stageline.installation (one, master_key_check)
                VALUES (true, ?)
                    ON CONFLICT (one) DO NOTHING
                RETURNING one)
            INSERT INTO stageline.log_head (log_id, position)
            SELECT log, 0 FROM created, generate_series(1, ? - 1) AS log""";
    private static final String LOGS = "SELECT count(*) FROM stageline.log_head";
    private static final String CHECK = "SELECT master_key_check = ? FROM stageline.installation";

    private Schema() {}

    /** The database belongs to an installation with another master key; nothing was changed. */
    public static final class OtherMasterKey extends RuntimeException {
        OtherMasterKey() {
            super("the database was set up under another master key");
        }
    }

    /** The installation has another number of logs than asked for; nothing was changed. */
    public static final class OtherLogs extends RuntimeException {
        private final int logs;

        OtherLogs(int logs) {
            super("the installation has " + logs + " logs");
            this.logs = logs;
        }

        public int logs() {
            return logs;
        }
    }

    /** As the other one; a new installation gets one log. */
    public static int migrate(DataSource admin, UnaryOperator<String> passwordOf) {
        return migrate(admin, passwordOf, null);
    }

    /**
     * Creates the roles with their passwords, runs the migrations that this database lacks, and gives a new installation
     * its logs; gives back how many it has. Fails with {@link OtherMasterKey} or {@link OtherLogs} before anything is
     * changed when the passwords derive from another master key, or other logs are asked for, than at first.
     */
    public static int migrate(DataSource admin, UnaryOperator<String> passwordOf, @Nullable Integer logs) {
        Integer found = new JdbcTemplate(admin).execute((Connection turn) -> {
            var lock = new JdbcTemplate(new SingleConnectionDataSource(turn, true));
            lock.execute(TAKE_TURN);
            try {
                return alone(admin, passwordOf, logs);
            } finally {
                lock.execute(END_TURN);
            }
        });
        return Objects.requireNonNull(found);
    }

    /** What an installation keeps of its master key, to tell another one. */
    public static String checkOf(UnaryOperator<String> passwordOf) {
        return passwordOf.apply("check of the master key");
    }

    private static int alone(DataSource admin, UnaryOperator<String> passwordOf, @Nullable Integer logs) {
        var sql = new JdbcTemplate(admin);
        var check = checkOf(passwordOf);
        if (Boolean.TRUE.equals(sql.queryForObject(KNOWN, Boolean.class))) mustBeTheSame(sql, check, logs);
        sql.execute(CREATE_OWNER);
        for (var role : List.of(WRITE, PROJECT, QUERY))
            sql.execute(CREATE_LOGIN.formatted(role, passwordOf.apply(role).replace("'", "''")));
        sql.execute(LOG_SLOW_READS);
        Flyway.configure()
                .dataSource(admin)
                .schemas("stageline")
                .locations("classpath:db/stageline")
                .initSql("SET ROLE " + OWNER)
                .load()
                .migrate();
        sql.update(REMEMBER, check, logs == null ? 1 : logs);
        return mustBeTheSame(sql, check, logs);
    }

    /** The number of logs, if all is as it was at first. */
    private static int mustBeTheSame(JdbcTemplate sql, String check, @Nullable Integer logs) {
        var same = sql.queryForList(CHECK, Boolean.class, check);
        if (same.contains(false)) throw new OtherMasterKey();
        int found = Objects.requireNonNull(sql.queryForObject(LOGS, Integer.class));
        if (!same.isEmpty() && logs != null && logs != found) throw new OtherLogs(found);
        return found;
    }
}
