package io.stageline.alert.automation;

import io.stageline.alert.automation.Kept.Key;
import io.stageline.alert.automation.RuleBook.Silence;
import io.stageline.alert.automation.WatchMachine.Step;
import io.stageline.alert.events.AlertEvent.AlertSilenced;
import io.stageline.alert.events.Condition.OverEntries;
import io.stageline.alert.events.RuleEvent.RuleSilenced;
import io.stageline.alert.events.RuleEvent.SilenceEnded;
import io.stageline.alert.write.AlertIds;
import io.stageline.eventlog.Origin;
import io.stageline.eventlog.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * The watches of one rule over the past, in memory: they take the events as the evaluation takes them, through the same
 * matcher and machine, so that the same log and the same rule come to the same alerts.
 */
final class PastWatches {
    private static final Origin NOBODY = new Origin(new UUID(0, 0), new UUID(0, 0), new UUID(0, 0));

    private final Matcher matcher;
    private final AlertIds ids;
    private final Rule rule;
    private final @Nullable UUID only;
    private final Consumer<Intent> found;
    private final WatchMachine machine;
    private final RuleIndex index;
    private final Map<Key, Kept> watches = new HashMap<>();
    private final Map<Key, Turn.Raise> raisedBefore = new LinkedHashMap<>();
    private final List<Silence> silences = new ArrayList<>();
    private @Nullable Instant clock;
    private boolean hasBegun;
    private long weight;
    private long unevaluated;

    /** Of one fingerprint only, if one is given; what is found is told as it is found. */
    PastWatches(Matcher matcher, AlertIds ids, Rule rule, @Nullable UUID only, Consumer<Intent> found) {
        this.matcher = matcher;
        this.ids = ids;
        this.rule = rule;
        this.only = only;
        this.found = found;
        this.machine = new WatchMachine(rule.text());
        this.index = new RuleIndex(List.of(rule));
        this.hasBegun = rule.since() == 0;
    }

    Rule rule() {
        return rule;
    }

    List<Silence> silences() {
        return silences;
    }

    Collection<Kept> all() {
        return watches.values();
    }

    /** How many numbers are remembered, about. */
    long weight() {
        return weight;
    }

    /** How many events could not be evaluated. */
    long unevaluated() {
        return unevaluated;
    }

    /** Takes the next event of the log. */
    void next(Recorded event) {
        if (!hasBegun && event.position() >= rule.since()) begin(event);
        silence(event);
        for (var hit : matcher.hits(event, index, (broken, failure) -> passBy(failure)))
            if (only == null || only.equals(hit.fingerprint())) hit(hit, event);
        passed(event.recordedAt());
    }

    private void silence(Recorded event) {
        if (event.event() instanceof RuleSilenced begun && begun.ruleId().equals(rule.ruleId()))
            silence(new Silence(begun.silenceId(), begun.ruleId(), begun.fingerprint(), begun.until()));
        if (event.event() instanceof AlertSilenced begun && begun.ruleId().equals(rule.ruleId()))
            silence(new Silence(begun.silenceId(), begun.ruleId(), begun.fingerprint(), begun.until()));
        if (event.event() instanceof SilenceEnded ended) endSilence(ended.silenceId());
    }

    private void silence(Silence silence) {
        endSilence(silence.silenceId());
        silences.add(silence);
    }

    private void endSilence(UUID silenceId) {
        silences.removeIf(one -> one.silenceId().equals(silenceId));
    }

    private void passed(Instant time) {
        if (clock == null || clock.isBefore(time)) clock = time;
    }

    private void hit(Hit hit, Recorded event) {
        if (!hasBegun && !(rule.text().condition() instanceof OverEntries)) return;
        var key = Key.of(hit);
        var before = watches.getOrDefault(key, new Kept(key, Watch.NEW, hit.subject(), hit.groupKey()));
        var due = hasBegun && clock != null ? due(before, clock, event) : before;
        var step = guarded(() -> machine.on(due.watch(), hit.input()), new Step(due.watch(), List.of()));
        keep(new Kept(key, step.watch(), hit.subject(), hit.groupKey()), step.turns(), event);
    }

    private Kept due(Kept kept, Instant time, Recorded event) {
        var due = kept.watch().dueOnClock();
        if (due == null || due.isAfter(time)) return kept;
        var never = new Step(kept.watch().in(kept.watch().episode(), null), List.of());
        var step = guarded(() -> machine.until(kept.watch(), time), never);
        var after = kept.with(step.watch());
        keep(after, step.turns(), event);
        return after;
    }

    private void keep(Kept kept, List<Turn> turns, Recorded event) {
        var before = watches.put(kept.key(), kept);
        weight += weight(kept) - (before == null ? 0 : weight(before));
        if (hasBegun) tell(kept, turns, event);
        else
            for (var turn : turns)
                if (turn instanceof Turn.Raise raise) raisedBefore.put(kept.key(), raise);
                else raisedBefore.remove(kept.key());
    }

    private static long weight(Kept kept) {
        var memory = kept.watch().memory();
        var detector =
                memory.detector() == null ? 0 : memory.detector().numbers().size();
        return 16L + memory.samples().size() + detector;
    }

    /** The rule is saved: over the entries of a journal it takes them as they are, and what is raised then is told. */
    private void begin(Recorded event) {
        for (var kept : List.copyOf(watches.values())) due(kept, event.recordedAt(), event);
        hasBegun = true;
        raisedBefore.forEach((key, raise) -> {
            var kept = watches.get(key);
            if (kept != null) tell(kept, List.of(raise), event);
        });
        raisedBefore.clear();
    }

    private void tell(Kept kept, List<Turn> turns, Recorded event) {
        if (turns.isEmpty()) return;
        var findings = new Findings(ids);
        findings.add(
                rule, kept, turns, silences, event.recordedAt(), event.origin().correlation());
        findings.intents().forEach(found);
    }

    /** Time has passed up to then; what was due is told. */
    void until(Instant time) {
        passed(time);
        var now = clock == null ? time : clock;
        var event = new Recorded(Long.MAX_VALUE, rule.tenant(), rule.ruleId(), 0, rule.ruleId(), NOBODY, now, NOBODY);
        if (!hasBegun) begin(event);
        for (var kept : List.copyOf(watches.values())) due(kept, now, event);
    }

    /** What cannot be evaluated is passed by here as it is there. */
    private <T> T guarded(Supplier<T> evaluated, T passedBy) {
        try {
            return evaluated.get();
        } catch (RuntimeException broken) {
            passBy(broken);
            return passedBy;
        }
    }

    private void passBy(RuntimeException broken) {
        if (broken instanceof DataAccessException) throw broken;
        unevaluated++;
    }
}
