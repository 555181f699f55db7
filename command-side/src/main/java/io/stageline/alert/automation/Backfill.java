package io.stageline.alert.automation;

import static java.util.Objects.requireNonNull;

import io.stageline.alert.automation.Kept.Key;
import io.stageline.alert.automation.RuleBook.Silence;
import io.stageline.alert.events.Condition.SkipRate;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Recorded;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What a rule would know if it had always been there: the entries of its journal up to an event. Only what still holds is
 * raised. The log is read in pieces, so that each statement is as short for a long past as for a short one.
 */
final class Backfill {
    private static final String LOG = "SELECT log_id FROM stageline.tenant WHERE tenant_id = ?";
    private static final UUID BEFORE_ALL = new UUID(0, 0);
    private static final int AT_ONCE = 1_000;
    private static final EventTypes TYPES = new EventTypes();

    private final JdbcTemplate database;
    private final Watches watches;
    private final Matcher matcher;
    private final Findings findings;
    private final BrokenRules broken;
    private final Rule rule;
    private final List<Silence> silences;
    private final Recorded until;
    private final WatchMachine machine;
    private final RuleIndex only;
    private final Map<Key, Found> found = new HashMap<>();
    private @Nullable UUID stream;

    /** A watch, and the alert that its episode raised last. */
    private record Found(Kept kept, Turn.@Nullable Raise raised) {}

    Backfill(
            JdbcTemplate database,
            Watches watches,
            Matcher matcher,
            Findings findings,
            BrokenRules broken,
            Rule rule,
            List<Silence> silences,
            Recorded until) {
        this.database = database;
        this.watches = watches;
        this.matcher = matcher;
        this.findings = findings;
        this.broken = broken;
        this.rule = rule;
        this.silences = silences;
        this.until = until;
        this.machine = new WatchMachine(rule.text());
        this.only = new RuleIndex(List.of(rule));
    }

    void run() {
        var log = requireNonNull(database.queryForObject(LOG, Integer.class, rule.tenant()));
        var past = new PastEvents(database, TYPES, log, rule.tenant(), List.of(rule));
        if (rule.text().condition() instanceof SkipRate) inOrder(past);
        else entryByEntry(past);
        keep();
    }

    /** One watch hears of all entries, in the order in which everybody does. */
    private void inOrder(PastEvents past) {
        var last = until.position() - 1;
        for (var at = 0L; at < last; at = PastEvents.end(at, last))
            past.between(at, PastEvents.end(at, last)).forEach(this::next);
    }

    /** Each entry has a watch of its own, which is not needed any more after the last event of the entry. */
    private void entryByEntry(PastEvents past) {
        for (var piece = past.byStream(BEFORE_ALL, 0); !piece.isEmpty(); ) {
            for (var event : piece) if (event.position() < until.position()) next(event);
            var last = piece.get(piece.size() - 1);
            piece = past.byStream(last.stream(), last.version());
        }
    }

    private void next(Recorded recorded) {
        if (found.size() >= AT_ONCE && !recorded.stream().equals(stream)) keep();
        stream = recorded.stream();
        for (var hit : matcher.hits(recorded, only, broken::passBy)) {
            try {
                hit(hit);
                broken.evaluated();
            } catch (RuntimeException failed) {
                broken.passBy(rule, failed);
            }
        }
    }

    private void hit(Hit hit) {
        var key = Key.of(hit);
        var before = found.get(key);
        var step = machine.on(before == null ? Watch.NEW : before.kept.watch(), hit.input());
        var kept = new Kept(key, step.watch(), hit.subject(), hit.groupKey());
        found.put(key, after(kept, before == null ? null : before.raised, step.turns()));
    }

    private static Found after(Kept kept, Turn.@Nullable Raise raised, List<Turn> turns) {
        var last = raised;
        for (var turn : turns) last = turn instanceof Turn.Raise raise ? raise : null;
        return new Found(kept, last);
    }

    /** Time has passed up to the event; what was raised by then and is not over is told. */
    private void keep() {
        var settled = found.values().stream().map(this::settled).toList();
        for (var one : settled)
            if (one.raised != null)
                findings.add(
                        rule,
                        one.kept,
                        List.of(one.raised),
                        silences,
                        until.recordedAt(),
                        until.origin().correlation());
        watches.keep(settled.stream().map(Found::kept).toList());
        found.clear();
    }

    private Found settled(Found one) {
        var due = one.kept.watch().dueOnClock();
        if (due == null || due.isAfter(until.recordedAt())) return one;
        var step = machine.until(one.kept.watch(), until.recordedAt());
        return after(one.kept.with(step.watch()), one.raised, step.turns());
    }
}
