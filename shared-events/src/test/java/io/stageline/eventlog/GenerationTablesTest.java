package io.stageline.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.test.TestDatabase;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;

class GenerationTablesTest {
    private static final String POSITIONS =
            "SELECT follower || ' of ' || projection || ' at ' || position FROM stageline.projection_position ORDER BY 1";
    private static final String SHOWN =
            "SELECT log_id || ': ' || schema_name || ' at ' || position FROM stageline.shown ORDER BY 1";
    private static final String TOKEN = """
            INSERT INTO stageline.token_entry (processor_name, segment, token)
            VALUES (?, 0, convert_to('{"globalIndex": %d}', 'UTF8'))""";
    private static final String GENERATION = """
            INSERT INTO stageline.generation (projection, generation, shape, only_tenant, state, feed)
            VALUES ('grid', ?, 2, ?::uuid, ?, ?)""";
    private static final String SHOW = """
            INSERT INTO stageline.live_generation (projection, shape, for_tenant, generation, edition)
            VALUES ('grid', 2, '00000000-0000-0000-0000-000000000000', ?, 0)
                ON CONFLICT (projection, shape, for_tenant) DO UPDATE SET generation = excluded.generation""";
    private static final String LETTER = """
            INSERT INTO stageline.dead_letter (tenant_id, letter_id, projection, generation, log_id, stream_id, version,
                                               position, event_id, type, cause, error, sealed, state, parked_at)
            SELECT gen_random_uuid(), gen_random_uuid(), 'grid', 2, 0, gen_random_uuid(), 1,
                   1, gen_random_uuid(), 'entry.added/1', 'fold-failed', 'Gap', '', 'parked', now()""";

    private final TestDatabase database = TestDatabase.empty();
    private final JdbcTemplate admin = new JdbcTemplate(database.asAdmin());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void an_installation_from_before_goes_on_showing_the_grid_that_it_has() {
        migrateTo("4");
        admin.execute("CREATE SCHEMA grid_v2");
        reach("grid", 7);
        migrate(1);
        assertThat(asQuery(SHOWN)).containsExactly("0: grid_v2 at 7");
        assertThat(asQuery(POSITIONS)).containsExactly("grid of grid at 7");
    }

    @Test
    void without_a_generation_every_token_counts_under_its_own_name() {
        migrate(2);
        reach("grid", 7);
        reach("grid/1", 8);
        assertThat(asQuery(SHOWN)).isEmpty();
        assertThat(asQuery(POSITIONS)).containsExactly("grid of grid at 7", "grid/1 of grid at 8");
    }

    @Test
    void only_what_everybody_sees_counts_as_the_position_of_its_projection() {
        migrate(2);
        generation(2, null, "live", "grid");
        generation(3, null, "warm", "grid@3");
        reach("grid", 7);
        reach("grid/1", 8);
        reach("grid@3", 9);

        admin.update(SHOW, 2);
        assertThat(asQuery(SHOWN)).containsExactly("0: grid_v2 at 7", "1: grid_v2 at 8");
        assertThat(asQuery(POSITIONS)).containsExactly("grid of grid at 7", "grid/1 of grid at 8");

        admin.update(SHOW, 3);
        assertThat(asQuery(SHOWN)).containsExactly("0: grid_v3 at 9", "1: grid_v3 at 0");
        assertThat(asQuery(POSITIONS)).containsExactly("grid of grid at 9");
    }

    @Test
    void the_same_readers_have_one_candidate_at_a_time() {
        migrate(1);
        var tenant = "11111111-1111-1111-1111-111111111111";
        generation(3, null, "building", "grid@3");
        generation(4, tenant, "following", "grid@4");
        assertThatThrownBy(() -> generation(5, null, "verified", "grid@5"))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() -> generation(5, tenant, "building", "grid@5"))
                .isInstanceOf(DataIntegrityViolationException.class);
        generation(5, null, "warm", "grid@5");
    }

    @Test
    void who_projects_parks_letters_and_nobody_else_of_the_application_sees_them() {
        migrate(1);
        var projecting = new JdbcTemplate(database.as(Schema.PROJECT));
        assertThat(projecting.update(LETTER)).isOne();
        assertThat(projecting.queryForList("SELECT letter_id FROM stageline.dead_letter"))
                .hasSize(1);
        refuses(projecting, "DELETE FROM stageline.dead_letter");
        for (var other : List.of(Schema.QUERY, Schema.WRITE))
            refuses(new JdbcTemplate(database.as(other)), "SELECT count(*) FROM stageline.dead_letter");
    }

    @Test
    void who_projects_tells_of_repairs_but_switches_nothing_and_rewrites_no_audit() {
        migrate(1);
        generation(2, null, "live", "grid");
        admin.update(SHOW, 2);
        var projecting = new JdbcTemplate(database.as(Schema.PROJECT));
        projecting.update("UPDATE stageline.live_generation SET edition = nextval('stageline.edition')");
        projecting.update(
                "INSERT INTO stageline.replay_audit (actor, action, projection) VALUES ('me', 'repair', 'grid')");
        refuses(projecting, "UPDATE stageline.live_generation SET generation = 3");
        refuses(projecting, "UPDATE stageline.generation SET state = 'dropped'");
        refuses(projecting, "DELETE FROM stageline.replay_audit");
    }

    private void migrateTo(String version) {
        admin.execute("GRANT CREATE ON DATABASE " + database.name() + " TO stageline_owner");
        Flyway.configure()
                .dataSource(database.asAdmin())
                .schemas("stageline")
                .locations("classpath:db/stageline")
                .initSql("SET ROLE stageline_owner")
                .target(version)
                .load()
                .migrate();
    }

    private void migrate(int logs) {
        Schema.migrate(database.asAdmin(), role -> TestDatabase.PASSWORD, logs);
    }

    private void generation(int number, @Nullable String tenant, String state, String feed) {
        admin.update(GENERATION, number, tenant, state, feed);
    }

    private void reach(String token, int position) {
        admin.update(TOKEN.formatted(position), token);
    }

    private List<String> asQuery(String question) {
        return new JdbcTemplate(database.as(Schema.QUERY)).queryForList(question, String.class);
    }

    private static void refuses(JdbcTemplate role, String statement) {
        assertThatThrownBy(() -> role.execute(statement))
                .isInstanceOf(BadSqlGrammarException.class)
                .rootCause()
                .hasMessageContaining("permission denied");
    }
}
