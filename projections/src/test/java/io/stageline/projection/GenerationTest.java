package io.stageline.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.journal.projection.GridProjection;
import io.stageline.projection.Generation.State;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class GenerationTest {

    @Test
    void a_later_generation_has_its_own_schema_and_tokens() {
        var third = new Generation("grid", 3, 2, null, State.BUILDING, "grid@3");
        assertThat(third.schema()).isEqualTo("grid_v3");
        assertThat(third.token(0)).isEqualTo("grid@3");
        assertThat(third.token(1)).isEqualTo("grid@3/1");
    }

    @Test
    void the_grid_that_is_live_is_of_the_shape_that_its_fold_writes() throws SQLException {
        try (var models = new TestReadModels()) {
            var grid = new GridProjection(models.opener(), models.swaps());
            var first = new Generation(grid.name(), 3, grid.shape(), null, State.LIVE, grid.name());
            assertThat(first.schema()).isEqualTo(Generations.liveSchema(grid.name()));
        }
    }

    @Test
    void any_projection_can_be_rebuilt_batch_by_batch() throws SQLException {
        try (var models = new TestReadModels()) {
            var events = RandomStory.tell(models, 7, 60).events();
            var grid = new GridProjection(models.opener(), models.swaps());
            models.write(grid, events);
            var live = models.rows(grid.name());
            models.forget(grid.name());

            var bulk = new BatchByBatch(grid);
            models.inTransaction(grid.name(), connection -> {
                for (var from = 0; from < events.size(); from += 7)
                    bulk.fold(connection, events.subList(from, Math.min(from + 7, events.size())));
                bulk.flush(connection);
            });
            assertThat(models.rows(grid.name())).isNotEmpty().isEqualTo(live);
        }
    }
}
