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
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What an entry knows of itself, at which version each of its fields was last touched, and how they were before: the fold
 * of its events.
 */
final class EntryFacts {
    static final String PRESENT = "present";
    static final String CURRENT_STAGE = "currentStage";
    static final String DECISION = "decision";
    private static final String CELLS = "cells.";

    /** The versions at which the contact came into the journal and was taken out of it, in turn. */
    private final List<Long> comings = new ArrayList<>();

    private StagePath path = StagePath.NONE;
    private @Nullable Instant seen;
    private long currentTouched;
    private transient long currentTouchedBefore;
    private final Map<UUID, StageFact> stages = new HashMap<>();
    private final List<Decision> decisions = new ArrayList<>();

    /** The field that is the cell of a stage. */
    static String cell(String stage) {
        return CELLS + stage;
    }

    boolean present() {
        return comings.size() % 2 == 1;
    }

    StagePath path() {
        return path;
    }

    /** The time of what happens now: clocks differ and are put back, but none leads behind what has happened already. */
    Instant now(Clock clock) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return seen == null || now.isAfter(seen) ? now : seen;
    }

    @Nullable
    Decision decision() {
        return decisions.isEmpty() ? null : decisions.get(decisions.size() - 1);
    }

    /** The stage event with this id, withdrawn or not. */
    @Nullable
    StageFact stage(UUID eventId) {
        return stages.get(eventId);
    }

    /** The version at which a field was last touched; 0 if it never was. */
    long touched(String field) {
        var decision = decision();
        return switch (field) {
            case PRESENT -> comings.isEmpty() ? 0 : comings.get(comings.size() - 1);
            case CURRENT_STAGE -> currentTouched;
            case DECISION -> decision == null ? 0 : decision.version();
            default -> cellTouched(field.substring(CELLS.length()));
        };
    }

    private long cellTouched(String stage) {
        var last = 0L;
        for (var fact : stages.values())
            if (fact.stage().equals(stage)) last = Math.max(last, Math.max(fact.version(), fact.withdrawnAt()));
        return last;
    }

    /** A field as JSON shows it to who did not expect it like that. */
    @Nullable
    Object value(String field) {
        return switch (field) {
            case PRESENT -> present();
            case CURRENT_STAGE -> path.current();
            case DECISION -> FieldValue.of(decision());
            default -> FieldValue.of(path.cell(field.substring(CELLS.length())));
        };
    }

    /** The fields as they were at an earlier version. */
    EntryFacts at(long version) {
        var then = new EntryFacts();
        for (var coming : comings) if (coming <= version) then.comings.add(coming);
        for (var decision : decisions) if (decision.version() <= version) then.decisions.add(decision);
        then.path = path((id, fact) -> fact.countedAt(version));
        return then;
    }

    /** The path as it would be if the stage event had never been recorded. */
    StagePath pathWithout(UUID eventId) {
        return path((id, fact) -> fact.withdrawnAt() == 0 && !id.equals(eventId));
    }

    private StagePath path(BiPredicate<UUID, StageFact> counts) {
        var counted = new ArrayList<StageFact>(stages.size());
        stages.forEach((id, fact) -> {
            if (counts.test(id, fact)) counted.add(fact);
        });
        counted.sort(Comparator.comparingLong(StageFact::version));
        var path = StagePath.NONE;
        for (var fact : counted) path = path.after(fact.stage(), fact.at(), fact.warnings(), fact.version());
        return path;
    }

    /** Takes in the event that made this version. */
    void evolve(EntryEvent event, long version, Instant recordedAt) {
        if (event instanceof StageRecorded recorded) evolve(recorded, version, recordedAt);
        else if (event instanceof DecisionTaken taken) evolve(taken, version);
        else if (event instanceof StageWithdrawn withdrawn) evolve(withdrawn, version);
        else if (event instanceof DecisionCorrected corrected) evolve(corrected, version);
        else if (event instanceof EntryAdded || event instanceof EntryRemoved) comings.add(version);
        else throw new IllegalStateException("unknown entry event");
    }

    private void evolve(StageRecorded event, long version, Instant recordedAt) {
        var at = event.occurredAt();
        if (!at.isAfter(recordedAt) && (seen == null || at.isAfter(seen))) seen = at;
        currentTouchedBefore = currentTouched;
        if (!path.isLate(at)) currentTouched = version;
        path = path.after(event, version);
        stages.put(event.eventId(), StageFact.of(event, version));
    }

    /** Nobody moved the entry by hand: the stage event just before came with the decision. */
    private void evolve(DecisionTaken event, long version) {
        currentTouched = currentTouchedBefore;
        decisions.add(Decision.after(decision(), event, version));
        stages.computeIfPresent(event.stageEventId(), (id, fact) -> fact.ofThisDecision());
    }

    private void evolve(StageWithdrawn event, long version) {
        if (!Objects.equals(path.current(), event.path().current())) currentTouched = version;
        path = event.path();
        stages.computeIfPresent(event.stageEventId(), (id, fact) -> fact.withdrawnAt(version));
    }

    private void evolve(DecisionCorrected event, long version) {
        var decision = decision();
        if (decision != null) decisions.add(decision.corrected(event, version));
    }
}
