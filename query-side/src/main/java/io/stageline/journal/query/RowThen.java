package io.stageline.journal.query;

import io.stageline.journal.events.PathText;
import io.stageline.journal.events.StageCell;
import io.stageline.journal.events.StagePath;
import io.stageline.journal.query.DiffAnswers.CellThen;
import io.stageline.journal.query.DiffAnswers.Change;
import io.stageline.journal.query.DiffAnswers.FieldDiff;
import io.stageline.journal.query.DiffAnswers.RowDiff;
import io.stageline.journal.query.JournalAnswers.GridDecision;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** One row of the grid as it stood at a moment; one that was not there shows nothing. */
record RowThen(
        boolean present,
        @Nullable String name,
        @Nullable String stage,
        String path,
        @Nullable String decision,
        @Nullable Long version) {
    static final RowThen NONE = new RowThen(false, null, null, PathText.of(StagePath.NONE), null, null);

    private static final ObjectReader DECISION = new JsonMapper().readerFor(GridDecision.class);

    /** What became of the row between the two; of one that is gone, only that. */
    static RowDiff diff(UUID contact, RowThen from, RowThen to) {
        var fields = new LinkedHashMap<String, FieldDiff>();
        put(fields, "present", from.present, to.present);
        if (to.present) {
            put(fields, "name", from.name, to.name);
            put(fields, "currentStage", from.stage, to.stage);
            cells(fields, PathText.read(from.path), PathText.read(to.path));
            put(fields, "decision", decision(from.decision), decision(to.decision));
        }
        var change = from.present == to.present ? Change.changed : to.present ? Change.added : Change.removed;
        return new RowDiff(contact, to.present ? to.name : from.name, change, to.version, fields);
    }

    private static void cells(Map<String, FieldDiff> fields, StagePath from, StagePath to) {
        var stages = new LinkedHashSet<String>();
        for (var cell : from.cells()) stages.add(cell.stage());
        for (var cell : to.cells()) stages.add(cell.stage());
        for (var stage : stages) put(fields, "cells." + stage, cell(from.cell(stage)), cell(to.cell(stage)));
    }

    private static void put(Map<String, FieldDiff> fields, String name, @Nullable Object from, @Nullable Object to) {
        if (!Objects.equals(from, to)) fields.put(name, new FieldDiff(from, to));
    }

    private static @Nullable CellThen cell(@Nullable StageCell cell) {
        return cell == null ? null : new CellThen(cell.at(), cell.count(), cell.version(), cell.warnings());
    }

    private static @Nullable GridDecision decision(@Nullable String json) {
        return json == null ? null : DECISION.readValue(json);
    }
}
