package io.stageline.journal.query;

import io.stageline.journal.events.StageWarning;
import java.util.List;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** What a timeline keeps as JSON. */
final class Cells {
    private static final ObjectReader WARNINGS = new JsonMapper().readerFor(new TypeReference<List<StageWarning>>() {});

    private Cells() {}

    static List<StageWarning> warnings(String json) {
        return WARNINGS.readValue(json);
    }
}
