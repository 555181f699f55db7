package io.stageline.webhook.automation;

import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.events.EntryEvent.DecisionCorrected;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import io.stageline.journal.events.EntryEvent.EntryAdded;
import io.stageline.journal.events.EntryEvent.EntryRemoved;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.journal.events.EntryEvent.StageWithdrawn;
import io.stageline.journal.events.JournalEvent.JournalArchived;
import io.stageline.journal.events.JournalEvent.JournalCreated;
import io.stageline.journal.events.JournalEvent.JournalRenamed;
import io.stageline.journal.events.Terms;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is told of journals and their entries: all of one contact in order; never its name, a note or a reason. */
final class JournalMessages implements Translation {

    @Override
    public List<Rule<?>> rules() {
        return List.of(
                new Rule<>(
                        JournalCreated.class,
                        "journal.created",
                        (event, at, past) -> Outgoing.of(
                                event.journalId(), Fields.of("journalId", event.journalId(), "name", event.name()))),
                new Rule<>(JournalRenamed.class, "journal.renamed", JournalMessages::renamed),
                new Rule<>(
                        JournalArchived.class,
                        "journal.archived",
                        (event, at, past) -> Outgoing.of(event.journalId(), Fields.of("journalId", event.journalId()))),
                new Rule<>(
                        EntryAdded.class,
                        "entry.added",
                        (event, at, past) -> Outgoing.of(event.contactId(), entry(event))),
                new Rule<>(StageRecorded.class, "entry.stage_recorded", JournalMessages::recorded),
                new Rule<>(StageWithdrawn.class, "entry.stage_withdrawn", JournalMessages::withdrawn),
                new Rule<>(DecisionTaken.class, "entry.decision_taken", JournalMessages::decided),
                new Rule<>(DecisionCorrected.class, "entry.decision_corrected", JournalMessages::corrected),
                new Rule<>(
                        EntryRemoved.class,
                        "entry.removed",
                        (event, at, past) -> Outgoing.of(event.contactId(), entry(event))));
    }

    private static Outgoing renamed(JournalRenamed event, Recorded recorded, Past past) {
        @Nullable String before = null;
        for (var earlier : past.before()) {
            if (earlier.event() instanceof JournalCreated created) before = created.name();
            if (earlier.event() instanceof JournalRenamed renamed) before = renamed.name();
        }
        var data = Fields.of("journalId", event.journalId(), "name", event.name());
        return new Outgoing(event.journalId(), data, Fields.of("name", before));
    }

    private static Outgoing recorded(StageRecorded event, Recorded recorded, Past past) {
        var before = EntryBefore.of(past.before()).path();
        var now = before.after(event, recorded.version());
        var data =
                stage(event, event.eventId(), event.stage(), event.occurredAt().toString());
        data.put("currentStage", now.current());
        data.put(
                "warnings",
                event.warnings().stream()
                        .map(unusual -> Fields.of(
                                "code", unusual.code().name(),
                                "count", unusual.count(),
                                "severity", unusual.severity().name()))
                        .toList());
        return new Outgoing(event.contactId(), data, Fields.of("currentStage", before.current()));
    }

    private static Outgoing withdrawn(StageWithdrawn event, Recorded recorded, Past past) {
        var before = EntryBefore.of(past.before()).path();
        var data = stage(
                event, event.stageEventId(), event.stage(), event.occurredAt().toString());
        data.put("currentStage", event.path().current());
        return new Outgoing(event.contactId(), data, Fields.of("currentStage", before.current()));
    }

    private static Outgoing decided(DecisionTaken event, Recorded recorded, Past past) {
        var before = EntryBefore.of(past.before()).decision();
        return decision(event, event.stageEventId(), Terms.of(event), before);
    }

    private static Outgoing corrected(DecisionCorrected event, Recorded recorded, Past past) {
        var before = EntryBefore.of(past.before()).decision(event.decisionId());
        return decision(event, event.decisionId(), Terms.of(event), before);
    }

    private static Outgoing decision(EntryEvent event, UUID decisionId, Terms now, @Nullable Terms before) {
        var data = entry(event);
        data.put("decisionId", decisionId);
        data.putAll(terms(now));
        return new Outgoing(event.contactId(), data, before == null ? null : terms(before));
    }

    private static Map<String, @Nullable Object> terms(Terms terms) {
        var amount = terms.amount();
        return Fields.of(
                "status", terms.status(),
                "amount", amount == null ? null : amount.toPlainString(),
                "currency", terms.currency(),
                "cadence", terms.cadence(),
                "effectiveFrom", terms.effectiveFrom().toString());
    }

    private static Map<String, @Nullable Object> stage(
            EntryEvent event, UUID stageEventId, String stage, String occurredAt) {
        var data = entry(event);
        data.put("stageEventId", stageEventId);
        data.put("stage", stage);
        data.put("occurredAt", occurredAt);
        return data;
    }

    private static Map<String, @Nullable Object> entry(EntryEvent event) {
        return Fields.of("journalId", event.journalId(), "contactId", event.contactId());
    }
}
