package io.stageline.projection;

import static io.stageline.projection.Story.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.eventlog.Schema;
import io.stageline.journal.projection.DecisionHistoryProjection;
import io.stageline.journal.projection.GridProjection;
import io.stageline.journal.projection.TimelineProjection;
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
        for (var projection : List.of(
                new GridProjection(models.opener(), models.swaps()),
                new TimelineProjection(models.opener(), models.swaps()),
                new DecisionHistoryProjection(models.opener(), models.swaps()))) models.write(projection, events);
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
    void a_new_generation_takes_the_place_of_the_old_one_and_begins_at_the_beginning() throws SQLException {
        var generations = new Generations(models.database().asAdmin());
        generations.create("ball", "ball_v1", "CREATE TABLE ball (tenant_id uuid PRIMARY KEY, red int, round int)");
        for (var follower : List.of("ball", "ball/1", "balloon")) models.admin().update(TOKEN, follower);
        generations.create("ball", "ball_v1", "");
        assertThat(followers()).containsExactly("ball", "ball/1", "balloon");

        generations.create("ball", "ball_v2", "CREATE TABLE ball (tenant_id uuid PRIMARY KEY, round text)");
        assertThat(followers()).containsExactly("balloon");
        assertThat(asking.queryForList("SELECT round FROM live.ball", String.class))
                .isEmpty();
        models.admin().execute("DROP SCHEMA ball_v1, ball_v2 CASCADE; DELETE FROM stageline.token_entry");
    }

    private List<String> followers() {
        return models.admin()
                .queryForList("SELECT follower FROM stageline.projection_position ORDER BY 1", String.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CREATE TABLE loose (id uuid PRIMARY KEY, tenant_id uuid)", "CREATE TABLE loose (tenant_id uuid)"
            })
    void a_table_whose_key_does_not_start_with_the_tenant_is_refused(String ddl) {
        assertThatThrownBy(() -> new Generations(models.database().asAdmin()).create("loose", "loose_v2", ddl))
                .hasMessageContaining("must start with tenant_id");
        assertThat(models.admin().queryForObject("SELECT to_regnamespace('loose_v2') IS NULL", Boolean.class))
                .isTrue();
    }
}
