package io.stageline.alert.automation;

import io.stageline.alert.automation.Kept.Key;
import io.stageline.alert.automation.RuleBook.Page;
import io.stageline.alert.automation.WatchMachine.Step;
import io.stageline.alert.events.AlertEvent.AlertSilenced;
import io.stageline.alert.events.RuleEvent;
import io.stageline.eventlog.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Evaluates consecutive events: what each is to the rules of its tenant, what its watches come to, and what is due by the
 * time that the events tell. Everything is decided by the events and their order; nothing by who evaluates them, or when.
 */
final class Evaluation {
    private static final int DUE_AT_ONCE = 250;

    /** Numbers that all watches in memory may remember together, about. */
    private static final long ROOM = 200_000;

    private final JdbcTemplate database;
    private final RuleBook book;
    private final Watches watches;
    private final Matcher matcher;
    private final Findings findings;
    private final Clocks clocks;
    private final List<Recorded> events;
    private final int piece;
    private final Map<Key, Kept> touched = new LinkedHashMap<>();
    private final Map<UUID, WatchMachine> machines = new HashMap<>();
    private final Set<Key> keys = new LinkedHashSet<>();
    private final List<Heard> heard = new ArrayList<>();
    private int passed;
    private long weight;

    /** The n-th event is something to a rule. */
    private record Heard(int n, Hit hit) {}

    /** Of a tenant only what its rules listen to is looked at; a change of rules must be the last event. */
    Evaluation(
            JdbcTemplate database,
            RuleBook book,
            Matcher matcher,
            Findings findings,
            List<Recorded> events,
            int piece) {
        this.database = database;
        this.book = book;
        this.watches = new Watches(database);
        this.matcher = matcher;
        this.findings = findings;
        this.events = events;
        this.piece = piece;
        var watching = new LinkedHashSet<UUID>();
        for (var event : events) if (concerns(event, book)) watching.add(event.tenant());
        this.clocks = Clocks.of(watching, database);
    }

    /** Whether the event must be looked at: it changes a rule, or says what time it is for a tenant that has some. */
    static boolean concerns(Recorded event, RuleBook book) {
        return changesRules(event) || !book.of(event.tenant()).rules().isEmpty();
    }

    static boolean changesRules(Recorded recorded) {
        return recorded.event() instanceof RuleEvent || recorded.event() instanceof AlertSilenced;
    }

    private Page page(Recorded event) {
        return book.of(event.tenant());
    }

    /** Finds what there is to find, and keeps what is known afterwards; of a long past, from where the rest is to be taken in. */
    Backfill.@Nullable Place run() {
        Backfill.@Nullable Place rest = null;
        for (var n = 0; n < events.size(); n++) hear(n);
        evaluate();
        passTimeBefore(events.size());
        var last = events.get(events.size() - 1);
        if (changesRules(last)) {
            clocks.recorded(last.tenant(), last.recordedAt());
            rest = new RuleChange(database, book, watches, matcher, findings, last, piece).run();
        }
        dueOfAll(last);
        clocks.keep();
        return rest;
    }

    /** No more watches are in memory at a time than there is room for. */
    private void hear(int n) {
        var event = events.get(n);
        for (var hit : matcher.hits(event, page(event).rules(), book.broken()::passBy)) {
            heard.add(new Heard(n, hit));
            if (keys.add(Key.of(hit)))
                weight += Watching.weight(hit.rule().text().condition());
            if (weight >= ROOM) evaluate();
        }
    }

    private void evaluate() {
        touched.putAll(watches.load(keys));
        for (var one : heard) {
            passTimeBefore(one.n);
            hit(one.hit, events.get(one.n));
        }
        watches.keep(touched.values());
        touched.clear();
        keys.clear();
        heard.clear();
        weight = 0;
    }

    /** What was recorded before this event lets time pass for the rules of its tenant. */
    private void passTimeBefore(int n) {
        for (; passed < n; passed++) {
            var event = events.get(passed);
            if (!page(event).rules().isEmpty()) clocks.recorded(event.tenant(), event.recordedAt());
        }
    }

    private void hit(Hit hit, Recorded event) {
        var key = Key.of(hit);
        var clock = clocks.now(hit.rule().tenant());
        var before = touched.getOrDefault(key, new Kept(key, Watch.NEW, hit.subject(), hit.groupKey()));
        var due = clock != null && isDue(before, clock) ? until(hit.rule(), before, clock, event) : before;
        var same = new Step(due.watch(), List.of());
        var step = guarded(() -> machine(hit.rule()).on(due.watch(), hit.input()), same, hit.rule());
        var after = new Kept(key, step.watch(), hit.subject(), hit.groupKey());
        found(hit.rule(), after, step.turns(), event);
        touched.put(key, after);
    }

    /** What cannot be evaluated must not hold up all others: it is told, and passed by. Without the database nothing is. */
    private <T> T guarded(Supplier<T> evaluated, T passedBy, Rule rule) {
        try {
            var result = evaluated.get();
            book.broken().evaluated();
            return result;
        } catch (RuntimeException broken) {
            book.broken().passBy(rule, broken);
            return passedBy;
        }
    }

    private static boolean isDue(Kept kept, Instant clock) {
        var due = kept.watch().dueOnClock();
        return due != null && !due.isAfter(clock);
    }

    private Kept until(Rule rule, Kept kept, Instant clock, Recorded event) {
        var never = new Step(kept.watch().in(kept.watch().episode(), null), List.of());
        var step = guarded(() -> machine(rule).until(kept.watch(), clock), never, rule);
        var after = kept.with(step.watch());
        found(rule, after, step.turns(), event);
        return after;
    }

    private void found(Rule rule, Kept kept, List<Turn> turns, Recorded event) {
        if (turns.isEmpty()) return;
        findings.add(
                rule,
                kept,
                turns,
                page(event).silences(),
                event.recordedAt(),
                event.origin().correlation());
    }

    private WatchMachine machine(Rule rule) {
        return machines.computeIfAbsent(rule.ruleId(), id -> new WatchMachine(rule.text()));
    }

    /** What is due by now, of every tenant for which time has passed. */
    private void dueOfAll(Recorded last) {
        machines.clear(); // the last event may have changed a rule
        for (var tenant : tenants()) {
            var clock = clocks.now(tenant);
            if (clock != null) dueOf(tenant, clock, last(tenant, last));
        }
    }

    private LinkedHashSet<UUID> tenants() {
        var tenants = new LinkedHashSet<UUID>();
        for (var event : events) tenants.add(event.tenant());
        return tenants;
    }

    private Recorded last(UUID tenant, Recorded last) {
        for (var n = events.size() - 1; n >= 0; n--) if (events.get(n).tenant().equals(tenant)) return events.get(n);
        return last;
    }

    private void dueOf(UUID tenant, Instant clock, Recorded event) {
        List<Kept> due;
        do {
            due = watches.due(tenant, clock, page(event).unread(), DUE_AT_ONCE);
            var after = new ArrayList<Kept>();
            for (var kept : due) {
                @Nullable Rule rule = page(event).rules().rule(kept.key().ruleId());
                after.add(rule == null ? orphan(kept) : until(rule, kept, clock, event));
            }
            watches.keep(after);
        } while (due.size() == DUE_AT_ONCE);
    }

    /** Of a rule that is no more nothing is ever due. */
    private static Kept orphan(Kept kept) {
        return kept.with(kept.watch().in(kept.watch().episode(), null));
    }
}
