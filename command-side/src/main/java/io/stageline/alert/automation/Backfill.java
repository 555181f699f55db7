package io.stageline.alert.automation;

import io.stageline.alert.automation.Kept.Key;
import io.stageline.alert.automation.RuleBook.Silence;
import io.stageline.alert.events.Condition.OverEntries;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Origin;
import io.stageline.eventlog.Recorded;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a rule would know if it had always been there: the entries of its journal up to an event, entry by entry. Only what still holds is raised. */
final class Backfill {
    private static final String EVENTS = """
            SELECT e.position, e.stream_id, e.version, e.event_id, e.type, e.payload::text, e.recorded_at,
                   e.actor_id, e.causation_id, e.correlation_id
              FROM stageline.event e
             WHERE e.log_id = (SELECT log_id FROM stageline.tenant WHERE tenant_id = ?)
               AND e.tenant_id = ? AND e.position < ? AND e.type LIKE 'entry.%' AND e.payload ->> 'journalId' = ?
             ORDER BY e.stream_id, e.version""";
    private static final int AT_ONCE = 1_000;
    private static final EventTypes TYPES = new EventTypes();

    private final JdbcTemplate database;
    private final Watches watches;
    private final Matcher matcher;
    private final Findings findings;
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
            Rule rule,
            List<Silence> silences,
            Recorded until) {
        this.database = inPieces(database.getDataSource());
        this.watches = watches;
        this.matcher = matcher;
        this.findings = findings;
        this.rule = rule;
        this.silences = silences;
        this.until = until;
        this.machine = new WatchMachine(rule.text());
        this.only = new RuleIndex(List.of(rule));
    }

    private static JdbcTemplate inPieces(@Nullable DataSource source) {
        if (source == null) throw new IllegalStateException("a template without a database");
        var template = new JdbcTemplate(source);
        template.setFetchSize(AT_ONCE);
        return template;
    }

    void run() {
        var journal = ((OverEntries) rule.text().condition()).journalId();
        database.query(
                EVENTS,
                (ResultSet row) -> {
                    next(read(row));
                },
                rule.tenant(),
                rule.tenant(),
                until.position(),
                journal.toString());
        keep();
    }

    private Recorded read(ResultSet row) throws SQLException {
        return new Recorded(
                row.getLong(1),
                rule.tenant(),
                row.getObject(2, UUID.class),
                row.getLong(3),
                row.getObject(4, UUID.class),
                TYPES.read(row.getString(5), row.getString(6)),
                row.getTimestamp(7).toInstant(),
                new Origin(row.getObject(8, UUID.class), row.getObject(9, UUID.class), row.getObject(10, UUID.class)));
    }

    private void next(Recorded recorded) {
        if (found.size() >= AT_ONCE && !recorded.stream().equals(stream)) keep();
        stream = recorded.stream();
        for (var hit : matcher.hits(recorded, only)) {
            var key = Key.of(hit);
            var before = found.get(key);
            var step = machine.on(before == null ? Watch.NEW : before.kept.watch(), hit.input());
            var kept = new Kept(key, step.watch(), hit.subject(), hit.groupKey());
            found.put(key, after(kept, before == null ? null : before.raised, step.turns()));
        }
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
