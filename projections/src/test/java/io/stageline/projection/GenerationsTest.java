package io.stageline.projection;

import static io.stageline.projection.Story.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.eventlog.LogGuards;
import io.stageline.eventlog.Schema;
import io.stageline.journal.projection.GridProjection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GenerationsTest {
    private static final String CATALOG = """
            SELECT c.oid || ' ' || c.relname || ' ' || coalesce(c.relacl::text, '') || ' ' || c.relrowsecurity
                   || c.relforcerowsecurity || coalesce(string_agg(p.polname || p.oid, ',' ORDER BY p.oid), '')
              FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
             WHERE c.relnamespace::regnamespace::text ~ '(_v[0-9]+|live)$'
             GROUP BY c.oid ORDER BY 1""";

    private static final String STRUCTURE = """
            SELECT replace(line, 'SCHEMA', '')
              FROM (SELECT indexdef AS line FROM pg_indexes WHERE schemaname = 'SCHEMA'
                    UNION ALL
                    SELECT concat_ws(' ', tablename, policyname, roles, cmd, qual)
                      FROM pg_policies
                     WHERE schemaname = 'SCHEMA'
                    UNION ALL
                    SELECT concat_ws(' ', relname, relrowsecurity, relforcerowsecurity, relacl)
                      FROM pg_class
                     WHERE relnamespace = 'SCHEMA'::regnamespace AND relkind = 'r'
                    UNION ALL
                    SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default)
                      FROM information_schema.columns
                     WHERE table_schema = 'SCHEMA') AS structure
             ORDER BY 1""";

    private static final String TOKEN = """
            INSERT INTO stageline.token_entry (processor_name, segment, token)
            VALUES (?, 0, convert_to('{"globalIndex": 7}', 'UTF8'))""";

    private final TestReadModels models;
    private final JdbcTemplate asking;
    private final TransactionTemplate transaction;

    GenerationsTest() throws SQLException {
        models = new TestReadModels();
        var database = models.database().as(Schema.QUERY);
        asking = new JdbcTemplate(database);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
    }

    @BeforeAll
    void twoTenantsHaveRowsEverywhere() throws SQLException {
        var events = RandomStory.tell(models, 7, 200).events();
        models.write(new GridProjection(models.opener(), models.swaps()), events);
    }

    @AfterAll
    void close() {
        models.close();
    }

    Stream<String> tables() {
        return Generations.READ_MODELS.stream().flatMap(model -> models.tables(model).stream()
                .flatMap(table -> Stream.of("live." + table, Generations.liveSchema(model) + "." + table)));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void who_names_no_tenant_sees_nothing(String table) {
        assertThat(asking.queryForObject("SELECT count(*) FROM " + table, Integer.class))
                .isZero();
        assertThat(models.admin().queryForObject("SELECT count(*) FROM " + table, Integer.class))
                .isPositive();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void a_tenant_sees_its_own_rows_and_no_others(String table) {
        var own = id("tenant 0");
        var seen = transaction.execute(status -> {
            asking.queryForList("SELECT set_config('app.tenant', ?, true)", own.toString());
            return asking.queryForList("SELECT tenant_id FROM " + table, UUID.class);
        });
        var expected =
                models.admin().queryForList("SELECT tenant_id FROM " + table + " WHERE tenant_id = ?", UUID.class, own);
        assertThat(seen).isNotEmpty().isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void the_query_role_cannot_write(String table) {
        for (var statement :
                List.of("UPDATE %s SET tenant_id = tenant_id", "DELETE FROM %s", "INSERT INTO %s SELECT * FROM %1$s"))
            assertThatThrownBy(() -> asking.update(statement.formatted(table)))
                    .isInstanceOf(DataAccessException.class)
                    .rootCause()
                    .hasMessageContaining("permission denied");
    }

    @Test
    void a_second_start_changes_nothing() throws SQLException {
        var before = models.admin().queryForList(CATALOG, String.class);
        new Generations(models.database().asAdmin()).create();
        assertThat(models.admin().queryForList(CATALOG, String.class))
                .isNotEmpty()
                .isEqualTo(before);
    }

    @Test
    void every_read_model_belongs_to_the_owner_and_not_to_who_runs_the_application() {
        assertThat(models.admin()
                        .queryForList(
                                "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname ~ '_v[0-9]+$'",
                                String.class))
                .containsExactly("stageline_owner");
    }

    @Test
    void a_generation_of_another_shape_is_shown_beside_the_one_of_before_and_begins_at_the_beginning()
            throws SQLException {
        var generations = new Generations(models.database().asAdmin());
        generations.create("ball", 1, "CREATE TABLE ball (tenant_id uuid PRIMARY KEY, red int, round int)");
        for (var follower : List.of("ball", "ball/1", "balloon")) models.admin().update(TOKEN, follower);
        generations.create("ball", 1, "");
        assertThat(shown()).containsExactly("ball_v3 at 7");

        generations.create("ball", 2, "CREATE TABLE ball (tenant_id uuid PRIMARY KEY, round text)");
        assertThat(shown()).containsExactly("ball_v3 at 7", "ball_v4 at 0");
        assertThat(asking.queryForList("SELECT round FROM live.ball", String.class))
                .isEmpty();
        forget("ball");
    }

    @Test
    void tables_that_were_taken_away_are_made_anew_and_begin_at_the_beginning() throws SQLException {
        var generations = new Generations(models.database().asAdmin());
        generations.create("ball", 1, "CREATE TABLE ball (tenant_id uuid PRIMARY KEY)");
        for (var follower : List.of("ball", "ball/1", "balloon")) models.admin().update(TOKEN, follower);
        models.admin().execute("DROP SCHEMA ball_v3 CASCADE");
        generations.create("ball", 1, "CREATE TABLE ball (tenant_id uuid PRIMARY KEY)");
        assertThat(shown()).containsExactly("ball_v3 at 0");
        assertThat(models.admin().queryForList("SELECT processor_name FROM stageline.token_entry", String.class))
                .containsExactly("balloon");
        forget("ball");
    }

    private List<String> shown() {
        return asking.queryForList("""
                SELECT schema_name || ' at ' || position
                  FROM stageline.shown
                 WHERE log_id = 0 AND projection = 'ball'
                 ORDER BY 1""", String.class);
    }

    private void forget(String readModel) {
        models.admin()
                .queryForList(
                        "SELECT generation FROM stageline.generation WHERE projection = ?", Integer.class, readModel)
                .forEach(number -> models.admin().execute("DROP SCHEMA " + readModel + "_v" + number + " CASCADE"));
        for (var table : List.of("live_generation", "generation"))
            models.admin().update("DELETE FROM stageline." + table + " WHERE projection = ?", readModel);
        models.admin().execute("DELETE FROM stageline.token_entry");
    }

    @Test
    void the_shape_that_is_created_is_the_one_that_is_folded() {
        assertThat(models.admin().queryForList("SELECT shape FROM stageline.generation", Integer.class))
                .containsExactly(new GridProjection(models.opener(), models.swaps()).shape());
    }

    @Test
    void what_is_being_built_is_no_hole_in_the_wall_and_nobody_may_look_at_it() throws SQLException {
        var generations = new TestGenerations(models);
        var building = generations.building(null);
        try (var connection = models.database().as(Schema.WRITE).getConnection()) {
            assertThat(LogGuards.broken(connection)).isEmpty();
        }
        assertThatThrownBy(() -> asking.queryForList("SELECT * FROM grid_v4.journal"))
                .rootCause()
                .hasMessageContaining("permission denied for schema");
        assertThatThrownBy(() -> generations.building(null)).hasMessage("grid_v4 is not finished");
        new Generations(models.database().asAdmin()).drop(building, "operator of the test");
        models.admin().update("DELETE FROM stageline.generation WHERE generation = 4");
    }

    @Test
    void a_completed_generation_has_the_tables_the_indexes_and_the_walls_of_the_first_one() throws SQLException {
        var completed = new TestGenerations(models).following(null);
        assertThat(structure(completed.schema())).isNotEmpty().isEqualTo(structure("grid_v3"));
        new Generations(models.database().asAdmin()).drop(completed, "operator of the test");
        models.admin().update("DELETE FROM stageline.generation WHERE generation = 4");
    }

    private List<String> structure(String schema) {
        return models.admin().queryForList(STRUCTURE.replace("SCHEMA", schema), String.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CREATE TABLE loose (id uuid PRIMARY KEY, tenant_id uuid)", "CREATE TABLE loose (tenant_id uuid)"
            })
    void a_table_whose_key_does_not_start_with_the_tenant_is_refused(String ddl) {
        assertThatThrownBy(() -> new Generations(models.database().asAdmin()).create("loose", 2, ddl))
                .hasMessageContaining("must start with tenant_id");
        assertThat(models.admin().queryForObject("SELECT to_regnamespace('loose_v2') IS NULL", Boolean.class))
                .isTrue();
    }
}
