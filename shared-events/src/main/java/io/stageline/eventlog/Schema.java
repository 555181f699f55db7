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

    private Schema() {}

    /** Creates the roles with their passwords and runs the migrations that this database lacks. */
    public static void migrate(DataSource admin, UnaryOperator<String> passwordOf) {
        var sql = new JdbcTemplate(admin);
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
    }
}
