package io.stageline.alert.automation;

import static java.util.Objects.requireNonNull;

import io.stageline.alert.automation.Kept.Key;
import io.stageline.alert.automation.RuleBook.Silence;
import io.stageline.alert.events.Condition.SkipRate;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Recorded;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a rule would know if it had always been there: the entries of its journal up to an event. Only what still holds is
 * raised. A long past is taken in piece by piece, each a transaction of its own, by whoever follows the log then.
 */
final class Backfill {
    private static final String LOG = "SELECT log_id FROM stageline.tenant WHERE tenant_id = ?";
    private static final UUID BEFORE_ALL = new UUID(0, 0);
    private static final int AT_ONCE = 1_000;
    private static final EventTypes TYPES = new EventTypes();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcTemplate database;
    private final Watches watches;
    private final Matcher matcher;
    private final Findings findings;
    private final BrokenRules broken;
    private final Rule rule;
    private final List<Silence> silences;
    private final Recorded until;
    private final Instant now;
    private final WatchMachine machine;
    private final RuleIndex only;
    private final Map<Key, Found> found = new HashMap<>();
    private @Nullable UUID stream;

    /** A watch, and the alert that its episode raised last. */
    record Found(Kept kept, Turn.@Nullable Raise raised) {}

    /** Up to where the past of a rule is taken in, and what the only watch of a rule that has one knows by then. */
    record Place(
            UUID tenant,
            UUID ruleId,
            long until,
            UUID stream,
            long position,
            @Nullable Found found) {
        static Place first(Rule rule, Recorded until) {
            return new Place(rule.tenant(), rule.ruleId(), until.position(), BEFORE_ALL, 0, null);
        }

        static Place read(String text) {
            return JSON.readValue(text, Place.class);
        }

        String text() {
            return JSON.writeValueAsString(this);
        }

        private Place at(UUID stream, long position, @Nullable Found found) {
            return new Place(tenant, ruleId, until, stream, position, found);
        }
    }

    Backfill(
            JdbcTemplate database,
            Watches watches,
            Matcher matcher,
            Findings findings,
            BrokenRules broken,
            Rule rule,
            List<Silence> silences,
            Recorded until,
            Instant now) {
        this.database = database;
        this.watches = watches;
        this.matcher = matcher;
        this.findings = findings;
        this.broken = broken;
        this.rule = rule;
        this.silences = silences;
        this.until = until;
        this.now = now;
        this.machine = new WatchMachine(rule.text());
        this.only = new RuleIndex(List.of(rule));
    }

    /** Takes in about so many events more; from where to go on, if there are more. */
    @Nullable
    Place piece(Place from, int most) {
        if (from.found != null) found.put(from.found.kept.key(), from.found);
        var log = requireNonNull(database.queryForObject(LOG, Integer.class, rule.tenant()));
        var past = new PastEvents(database, TYPES, log, rule.tenant(), List.of(rule));
        var isOneWatch = rule.text().condition() instanceof SkipRate;
        var next = isOneWatch ? inOrder(past, from, most) : entryByEntry(past, from, most);
        if (next == null || !isOneWatch) keep();
        return next;
    }

    /** One watch hears of all entries, in the order in which everybody does. */
    private @Nullable Place inOrder(PastEvents past, Place from, int most) {
        var last = until.position() - 1;
        var end = Math.min(from.position + most, last);
        for (var at = from.position; at < end; at = PastEvents.end(at, end))
            past.between(at, PastEvents.end(at, end)).forEach(this::next);
        var watch = found.values().stream().findFirst().orElse(null);
        return end < last ? from.at(from.stream, end, watch) : null;
    }

    /** Each entry has a watch of its own, which is not needed any more after the last event of the entry: there a piece ends. */
    private @Nullable Place entryByEntry(PastEvents past, Place from, int most) {
        var read = 0;
        var entry = from.stream;
        var version = Long.MAX_VALUE;
        for (var some = past.byStream(entry, version); !some.isEmpty(); some = past.byStream(entry, version)) {
            for (var event : some) {
                if (read++ >= most && !event.stream().equals(entry)) return from.at(entry, 0, null);
                entry = event.stream();
                version = event.version();
                if (event.position() < until.position()) next(event);
            }
        }
        return null;
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

    /** Time has passed up to now; what was raised by then and is not over is told. */
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
        if (due == null || due.isAfter(now)) return one;
        var step = machine.until(one.kept.watch(), now);
        return after(one.kept.with(step.watch()), one.raised, step.turns());
    }
}
