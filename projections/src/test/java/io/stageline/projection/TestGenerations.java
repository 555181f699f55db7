package io.stageline.projection;

import io.stageline.journal.projection.GridProjection;
import io.stageline.projection.Generation.State;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Generations of the grid beside the one that is shown, empty, and how far their feeds are said to be. */
final class TestGenerations {
    final Catalog catalog = new Catalog();
    final Projection grid;
    private final TestReadModels models;
    private final DataSource administrator;
    private final Generations generations;

    TestGenerations(TestReadModels models) {
        this.models = models;
        this.administrator = models.database().asAdmin();
        this.generations = new Generations(administrator);
        this.grid = new GridProjection(models.opener(), models.swaps());
    }

    Generation building(@Nullable UUID tenant) throws SQLException {
        return AsOwner.transaction(administrator, owner -> catalog.begin(owner, grid, tenant));
    }

    Generation following(@Nullable UUID tenant) throws SQLException {
        var begun = building(tenant);
        AsOwner.transaction(administrator, owner -> {
            generations.complete(owner, begun, grid);
            return begun;
        });
        return known(begun.number());
    }

    Generation verified(@Nullable UUID tenant, long position) throws SQLException {
        var following = following(tenant);
        reach(following, position);
        prove(following, 0);
        return known(following.number());
    }

    void prove(Generation generation, long differing) throws SQLException {
        var proof = new Proof(Map.of(0, 1L), 1, 1, "0".repeat(32), false, differing, List.of());
        AsOwner.transaction(administrator, owner -> {
            catalog.proven(owner, generation, proof);
            return proof;
        });
    }

    void reach(Generation generation, long position) throws SQLException {
        AsOwner.transaction(administrator, owner -> {
            catalog.store(owner, generation, 0, position);
            return generation;
        });
    }

    Generation known(int number) throws SQLException {
        return AsOwner.transaction(administrator, owner -> catalog.find(owner, grid.name(), number))
                .orElseThrow();
    }

    State state(int number) throws SQLException {
        return known(number).state();
    }

    /** What is shown on log 0, for whom and as of which position, the one for everybody first. */
    List<String> shown() {
        return models.admin().queryForList("""
                SELECT for_tenant || ': ' || schema_name || ' at ' || position
                  FROM stageline.shown
                 WHERE log_id = 0
                 ORDER BY for_tenant""", String.class);
    }
}
