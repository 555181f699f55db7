package io.stageline.journal.query;

import io.stageline.journal.events.PathText;
import io.stageline.journal.events.StageCell;
import io.stageline.journal.events.StageWarning;
import io.stageline.journal.events.Staleness;
import io.stageline.journal.query.JournalAnswers.Cell;
import io.stageline.journal.query.JournalAnswers.GridDecision;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** What a row keeps as JSON, made ready to show at one moment: a cell for every stage of the journal, in its order. */
record Cells(List<String> stages, Instant now) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final ObjectReader DECISION = JSON.readerFor(GridDecision.class);
    private static final ObjectReader WARNINGS = JSON.readerFor(new TypeReference<List<StageWarning>>() {});

    Map<String, Cell> of(String text) {
        var path = PathText.read(text);
        var cells = new LinkedHashMap<String, Cell>();
        for (var stage : stages) cells.put(stage, cell(path.cell(stage)));
        return cells;
    }

    private Cell cell(@Nullable StageCell kept) {
        if (kept == null) return Cell.NOT_REACHED;
        return new Cell(
                true,
                kept.at(),
                kept.count(),
                Staleness.daysAgo(kept.at(), now),
                Staleness.of(kept.at(), now),
                kept.version(),
                kept.warnings());
    }

    static @Nullable GridDecision decision(@Nullable String json) {
        return json == null ? null : DECISION.readValue(json);
    }

    static List<StageWarning> warnings(String json) {
        return WARNINGS.readValue(json);
    }
}
