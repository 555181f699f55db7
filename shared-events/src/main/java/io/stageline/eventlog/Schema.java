package io.stageline.eventlog;

import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;

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

    private static final String KNOWN = "SELECT to_regclass('stageline.installation') IS NOT NULL";
    private static final String REMEMBER = """
            INSERT INTO stageline.installation (one, master_key_check)
            VALUES (true, ?)
                ON CONFLICT (one) DO NOTHING""";
    private static final String CHECK = "SELECT master_key_check = ? FROM stageline.installation";

    private Schema() {}

    /** The database belongs to an installation with another master key; nothing was changed. */
    public static final class OtherMasterKey extends RuntimeException {
        OtherMasterKey() {
            super("the database was set up under another master key");
        }
    }

    /**
     * Creates the roles with their passwords and runs the migrations that this database lacks. Fails with {@link
     * OtherMasterKey} before anything is changed when the passwords derive from another master key than at first.
     */
    public static void migrate(DataSource admin, UnaryOperator<String> passwordOf) {
        var sql = new JdbcTemplate(admin);
        var check = passwordOf.apply("check of the master key");
        if (Boolean.TRUE.equals(sql.queryForObject(KNOWN, Boolean.class))) mustBeTheSame(sql, check);
        sql.execute(CREATE_OWNER);
        for (var role : List.of(WRITE, PROJECT, QUERY))
            sql.execute(CREATE_LOGIN.formatted(role, passwordOf.apply(role).replace("'", "''")));
        Flyway.configure()
                .dataSource(admin)
                .schemas("stageline")
                .locations("classpath:db/stageline")
                .initSql("SET ROLE " + OWNER)
                .load()
                .migrate();
        sql.update(REMEMBER, check);
        mustBeTheSame(sql, check);
    }

    private static void mustBeTheSame(JdbcTemplate sql, String check) {
        if (sql.queryForList(CHECK, Boolean.class, check).contains(false)) throw new OtherMasterKey();
    }
}
