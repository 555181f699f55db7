package io.stageline.journal.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.projection.TestReadModels;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class GridCausesTest {
    private static final String COLUMNS = """
            SELECT column_name
              FROM information_schema.columns
             WHERE table_schema = 'grid_v3' AND table_name = 'grid_row'""";

    @Test
    void every_column_of_a_row_belongs_to_a_cluster_whose_version_is_in_the_row() throws SQLException {
        try (var models = new TestReadModels()) {
            var columns = models.admin().queryForList(COLUMNS, String.class);
            assertThat(columns).isNotEmpty().allSatisfy(column -> assertThat(columns)
                    .contains(GridCauses.cluster(column)));
            var ofNoCluster = new TreeSet<>(columns);
            ofNoCluster.removeIf(column -> !GridCauses.cluster(column).equals("version"));
            assertThat(ofNoCluster).isEqualTo(Set.of("tenant_id", "journal_id", "contact_id", "version"));
        }
    }
}
