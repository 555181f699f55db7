package io.stageline.alert.automation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stageline.alert.events.Condition;
import io.stageline.alert.events.Condition.Deadline;
import io.stageline.alert.events.Condition.OverEntries;
import io.stageline.alert.events.Condition.OverSignals;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Origin;
import io.stageline.eventlog.Recorded;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The past of a tenant in the order of the log: what some rules listen to and what became of them; of everything else only
 * when it was recorded. Each piece is a statement of its own, so that no transaction stays open over it.
 */
final class PastEvents {
    private static final String READ = """
            SELECT position, stream_id, version, event_id, type,
                   CASE WHEN type LIKE 'signal.received/%%' AND payload ->> 'type' = ANY (?)
                          OR type LIKE 'entry.%%' AND payload ->> 'journalId' = ANY (?)
                          OR type LIKE 'alert.raised/%%' AND payload #>> '{premise,ruleId}' = ANY (?)
                          OR (type LIKE 'alert.silenced/%%' OR type LIKE 'alert-rule.silence%%')
                             AND payload ->> 'ruleId' = ANY (?)
                        THEN payload::text END,
                   recorded_at, actor_id, causation_id, correlation_id
              FROM stageline.event
             WHERE log_id = ? AND tenant_id = ? AND %s""";
    private static final String BETWEEN = READ.formatted("position > ? AND position <= ? ORDER BY position");
    private static final String BY_STREAM =
            READ.formatted("(stream_id, version) > (?, ?) ORDER BY stream_id, version LIMIT ?");
    private static final int AT_ONCE = 1_000;
    private static final Object PASSED_BY = new Object();

    private final JdbcTemplate database;
    private final EventTypes types;
    private final int log;
    private final UUID tenant;
    private final String[] signals;
    private final String[] journals;
    private final String[] rules;

    PastEvents(JdbcTemplate database, EventTypes types, int log, UUID tenant, Collection<Rule> rules) {
        this.database = database;
        this.types = types;
        this.log = log;
        this.tenant = tenant;
        var heard = new HashSet<String>();
        var watched = new HashSet<String>();
        for (var rule : rules) wanted(rule.text().condition(), heard, watched);
        this.signals = heard.toArray(String[]::new);
        this.journals = watched.toArray(String[]::new);
        this.rules = rules.stream().map(rule -> rule.ruleId().toString()).toArray(String[]::new);
    }

    private static void wanted(Condition condition, Set<String> signals, Set<String> journals) {
        if (condition instanceof OverSignals heard) signals.add(heard.of().type());
        if (condition instanceof Deadline deadline)
            signals.add(deadline.closedBy().type());
        if (condition instanceof OverEntries entries)
            journals.add(entries.journalId().toString());
    }

    /** Up to which position a piece after this one goes. */
    static long end(long after, long last) {
        return Math.min(after + AT_ONCE, last);
    }

    /** The events of the tenant after a position up to another. */
    List<Recorded> between(long after, long upTo) {
        return database.query(
                BETWEEN, (row, n) -> read(row), signals, journals, rules, rules, log, tenant, after, upTo);
    }

    /** The next events of the tenant stream by stream, after one of a stream. */
    List<Recorded> byStream(UUID stream, long version) {
        return database.query(
                BY_STREAM,
                (row, n) -> read(row),
                signals,
                journals,
                rules,
                rules,
                log,
                tenant,
                stream,
                version,
                AT_ONCE);
    }

    private Recorded read(ResultSet row) throws SQLException {
        var payload = row.getString(6);
        return new Recorded(
                row.getLong(1),
                tenant,
                row.getObject(2, UUID.class),
                row.getLong(3),
                row.getObject(4, UUID.class),
                payload == null ? PASSED_BY : event(row.getString(5), payload.getBytes(UTF_8)),
                row.getTimestamp(7).toInstant(),
                new Origin(row.getObject(8, UUID.class), row.getObject(9, UUID.class), row.getObject(10, UUID.class)));
    }

    private Object event(String type, byte[] payload) {
        return types.readOrTell(type, payload, 0, payload.length);
    }
}
