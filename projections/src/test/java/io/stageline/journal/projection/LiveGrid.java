package io.stageline.journal.projection;

import static io.stageline.projection.Story.id;

import io.stageline.projection.Story;
import io.stageline.projection.TestReadModels;
import java.sql.SQLException;
import java.util.List;

/** A grid that follows one story as it is told: of a journal, loans, and a contact, Eve. */
final class LiveGrid implements AutoCloseable {
    final TestReadModels models = new TestReadModels();
    final Story story = new Story(models, id("tenant")).journal("loans").contact("Eve", "eve@example.org");

    private final GridProjection projection = new GridProjection(models.opener(), models.swaps());
    private int written;

    LiveGrid() throws SQLException {}

    /** Writes what was told since the last time; gives back the position that is reached. */
    int write() throws SQLException {
        var events = story.events();
        models.write(projection, events.subList(written, events.size()));
        written = events.size();
        return written;
    }

    List<String> texts(String sql, Object... parameters) {
        return models.admin().queryForList(sql, String.class, parameters);
    }

    @Override
    public void close() {
        models.close();
    }
}
