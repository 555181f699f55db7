package io.stageline.journal.write;

import io.stageline.journal.events.Decision;
import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.events.EntryEvent.DecisionCorrected;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import io.stageline.journal.events.EntryEvent.EntryAdded;
import io.stageline.journal.events.EntryEvent.EntryRemoved;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.journal.events.EntryEvent.StageWithdrawn;
import io.stageline.journal.events.StagePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an entry knows of itself, and at which version each of its fields was last touched: the fold of its events. */
final class EntryFacts {
    static final String PRESENT = "present";
    static final String CURRENT_STAGE = "currentStage";
    static final String DECISION = "decision";
    private static final String CELLS = "cells.";

    private boolean present;
    private long presentTouched;
    private StagePath path = StagePath.NONE;
    private long currentTouched;
    private transient long currentTouchedBefore;
    private @Nullable Decision decision;
    private final Map<UUID, StageFact> stages = new HashMap<>();
    private final Map<String, Long> withdrawals = new HashMap<>();

    /** The field that is the cell of a stage. */
    static String cell(String stage) {
        return CELLS + stage;
    }

    boolean present() {
        return present;
    }

    StagePath path() {
        return path;
    }

    @Nullable
    Decision decision() {
        return decision;
    }

    /** The stage event with this id, withdrawn or not. */
    @Nullable
    StageFact stage(UUID eventId) {
        return stages.get(eventId);
    }

    /** The version at which a field was last touched; 0 if it never was. */
    long touched(String field) {
        return switch (field) {
            case PRESENT -> presentTouched;
            case CURRENT_STAGE -> currentTouched;
            case DECISION -> decision == null ? 0 : decision.version();
            default -> cellTouched(field.substring(CELLS.length()));
        };
    }

    private long cellTouched(String stage) {
        var cell = path.cell(stage);
        return Math.max(cell == null ? 0 : cell.version(), withdrawals.getOrDefault(stage, 0L));
    }

    /** A field as JSON shows it to who did not expect it like that. */
    @Nullable
    Object value(String field) {
        return switch (field) {
            case PRESENT -> present;
            case CURRENT_STAGE -> path.current();
            case DECISION -> FieldValue.of(decision);
            default -> FieldValue.of(path.cell(field.substring(CELLS.length())));
        };
    }

    /** The path as it would be if the stage event had never been recorded. */
    StagePath pathWithout(UUID eventId) {
        var left = new ArrayList<StageFact>(stages.size());
        stages.forEach((id, fact) -> {
            if (!fact.withdrawn() && !id.equals(eventId)) left.add(fact);
        });
        left.sort(Comparator.comparingLong(StageFact::version));
        var path = StagePath.NONE;
        for (var fact : left) path = path.after(fact.stage(), fact.at(), fact.warnings(), fact.version());
        return path;
    }

    /** Takes in the event that made this version. */
    void evolve(EntryEvent event, long version) {
        if (event instanceof StageRecorded recorded) evolve(recorded, version);
        else if (event instanceof DecisionTaken taken) evolve(taken, version);
        else if (event instanceof StageWithdrawn withdrawn) evolve(withdrawn, version);
        else if (event instanceof DecisionCorrected corrected) evolve(corrected, version);
        else if (event instanceof EntryAdded) evolve(true, version);
        else if (event instanceof EntryRemoved) evolve(false, version);
        else throw new IllegalStateException("unknown entry event");
    }

    private void evolve(boolean present, long version) {
        this.present = present;
        presentTouched = version;
    }

    private void evolve(StageRecorded event, long version) {
        currentTouchedBefore = currentTouched;
        if (!path.isLate(event.occurredAt())) currentTouched = version;
        path = path.after(event, version);
        stages.put(event.eventId(), StageFact.of(event, version));
    }

    /** Nobody moved the entry by hand: the stage event just before came with the decision. */
    private void evolve(DecisionTaken event, long version) {
        currentTouched = currentTouchedBefore;
        decision = Decision.after(decision, event, version);
        stages.computeIfPresent(event.stageEventId(), (id, fact) -> fact.ofThisDecision());
    }

    private void evolve(StageWithdrawn event, long version) {
        if (!java.util.Objects.equals(path.current(), event.path().current())) currentTouched = version;
        path = event.path();
        withdrawals.put(event.stage(), version);
        stages.computeIfPresent(event.stageEventId(), (id, fact) -> fact.nowWithdrawn());
    }

    private void evolve(DecisionCorrected event, long version) {
        if (decision != null) decision = decision.corrected(event, version);
    }
}
