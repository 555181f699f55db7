package io.stageline.alert.automation;

import io.stageline.alert.automation.Hit.Subject;
import io.stageline.alert.events.Condition.Deadline;
import io.stageline.alert.events.Condition.OverSignals;
import io.stageline.alert.events.Condition.Share;
import io.stageline.alert.events.Condition.Signals;
import io.stageline.alert.events.Condition.SkipRate;
import io.stageline.alert.write.AlertIds;
import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.journal.events.StageWarning;
import io.stageline.signal.events.SignalEvent.SignalReceived;
import io.stageline.signal.write.SignalContents;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the rules that listen to an event, and what the event is to each. */
final class Matcher {
    private static final String CONTACT = "contact";

    private final AlertIds ids;
    private final SignalContents contents;

    Matcher(AlertIds ids, SignalContents contents) {
        this.ids = ids;
        this.contents = contents;
    }

    /** What the event is to the rules of its tenant. A rule for which that cannot be told is told of, and passed by. */
    List<Hit> hits(Recorded recorded, RuleIndex rules, BiConsumer<Rule, RuntimeException> broken) {
        if (rules.isEmpty()) return List.of();
        if (recorded.event() instanceof SignalReceived signal) return ofSignal(recorded, signal, rules, broken);
        if (recorded.event() instanceof EntryEvent entry)
            return hits(rules.ofJournal(entry.journalId()), rule -> ofEntry(recorded, entry, rule), broken);
        return List.of();
    }

    private List<Hit> ofSignal(
            Recorded recorded, SignalReceived signal, RuleIndex rules, BiConsumer<Rule, RuntimeException> broken) {
        var listening = rules.ofSignal(signal.source(), signal.type());
        if (listening.isEmpty()) return List.of();
        var fields = new Fields(signal, contents.once(recorded, signal));
        return hits(listening, rule -> ofSignal(recorded, signal, rule, fields), broken);
    }

    private static List<Hit> hits(
            List<Rule> listening, Function<Rule, @Nullable Hit> hit, BiConsumer<Rule, RuntimeException> broken) {
        var hits = new ArrayList<Hit>(listening.size());
        for (var rule : listening) {
            try {
                var found = hit.apply(rule);
                if (found != null) hits.add(found);
            } catch (RuntimeException failed) {
                broken.accept(rule, failed);
            }
        }
        return hits;
    }

    private @Nullable Hit ofSignal(Recorded recorded, SignalReceived signal, Rule rule, Fields fields) {
        var condition = (OverSignals) rule.text().condition();
        if (hears(condition.of(), fields)) return hit(recorded, signal, rule, fields, false);
        return condition instanceof Deadline deadline && hears(deadline.closedBy(), fields)
                ? hit(recorded, signal, rule, fields, true)
                : null;
    }

    private static boolean hears(Signals signals, Fields fields) {
        var signal = fields.signal();
        return signals.type().equals(signal.type())
                && (signals.source() == null || signals.source().equals(signal.source()))
                && fields.meet(signals.where());
    }

    private Hit hit(Recorded recorded, SignalReceived signal, Rule rule, Fields fields, boolean closes) {
        var condition = rule.text().condition();
        var input = new Input(
                recorded.position(),
                recorded.stream(),
                notAhead(signal.occurredAt(), recorded),
                recorded.recordedAt(),
                signal.value(),
                condition instanceof Share share && fields.meet(share.part()),
                closes,
                condition instanceof Deadline deadline ? due(deadline, fields) : null,
                null);
        var subject = new Subject(null, signal.contactId(), signal.subjectId());
        return new Hit(
                rule,
                key(rule, rule.text().fingerprint(), fields),
                rule.text().groupBy().isEmpty() ? null : key(rule, rule.text().groupBy(), fields),
                subject,
                input);
    }

    private static @Nullable Instant due(Deadline deadline, Fields fields) {
        var text = deadline.dueField() == null ? null : fields.text(deadline.dueField());
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException noTime) {
            return null;
        }
    }

    /** One id for all signals in which these fields are the same; what is not there is the same everywhere. */
    private UUID key(Rule rule, List<String> names, Fields fields) {
        var values = names.stream()
                .map(name -> Objects.requireNonNullElse(fields.text(name), ""))
                .toList();
        return ids.fingerprint(rule.tenant(), rule.ruleId(), values);
    }

    private @Nullable Hit ofEntry(Recorded recorded, EntryEvent event, Rule rule) {
        var isOfJournal = rule.text().condition() instanceof SkipRate;
        if (isOfJournal && !(event instanceof StageRecorded)) return null;
        var input = new Input(
                recorded.position(),
                recorded.stream(),
                notAhead(occurredAt(recorded, event), recorded),
                recorded.recordedAt(),
                null,
                event instanceof StageRecorded stage && skips(stage),
                false,
                null,
                event);
        return new Hit(
                rule,
                ids.fingerprint(rule.tenant(), rule.ruleId(), values(rule.text().fingerprint(), event, isOfJournal)),
                rule.text().groupBy().isEmpty()
                        ? null
                        : ids.fingerprint(
                                rule.tenant(), rule.ruleId(), values(rule.text().groupBy(), event, true)),
                new Subject(event.journalId(), isOfJournal ? null : event.contactId(), null),
                input);
    }

    /** The values of the fields; a watch of an entry is always told by its contact, too. */
    private static List<String> values(List<String> names, EntryEvent event, boolean isOfMany) {
        var values = new ArrayList<String>();
        for (var name : names) values.add((name.equals(CONTACT) ? event.contactId() : event.journalId()).toString());
        if (!isOfMany && !names.contains(CONTACT)) values.add(event.contactId().toString());
        return values;
    }

    private static boolean skips(StageRecorded stage) {
        return stage.warnings().stream().anyMatch(warning -> warning.code() == StageWarning.Code.STAGES_SKIPPED);
    }

    /** What is told of a later time lets no time pass that has not passed: neither a promise for next year nor a clock that is fast. */
    private static Instant notAhead(Instant occurredAt, Recorded recorded) {
        return occurredAt.isAfter(recorded.recordedAt()) ? recorded.recordedAt() : occurredAt;
    }

    /** A decision was taken when the stage event that goes with it occurred, which is the event before it. */
    private static Instant occurredAt(Recorded recorded, EntryEvent event) {
        if (event instanceof StageRecorded stage) return stage.occurredAt();
        return event instanceof DecisionTaken decision
                ? decision.effectiveFrom().atStartOfDay(ZoneOffset.UTC).toInstant()
                : recorded.recordedAt();
    }
}
