package io.stageline.alert.automation;

import io.stageline.alert.write.AlertIds;
import io.stageline.eventlog.EventLog;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Gathering;
import io.stageline.eventlog.Recorded;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes the events of one log to the evaluation, each once: what is found, what is known afterwards and how far it came are
 * one transaction. Of several processes whoever holds the lock of the log's row goes on; who dies holds it no more.
 */
final class Follower {
    private static final String BEGIN = """
            INSERT INTO stageline.alert_follower (log_id, position, rules_at)
            VALUES (?, 0, 0)
                ON CONFLICT DO NOTHING""";
    private static final String LOCK = """
            SELECT position, rules_at
              FROM stageline.alert_follower
             WHERE log_id = ?
               FOR UPDATE SKIP LOCKED""";
    private static final String MOVE =
            "UPDATE stageline.alert_follower SET position = ?, rules_at = ? WHERE log_id = ?";
    private static final int AT_ONCE = 1_000;

    private final EventLog log;
    private final Gathering gathering = new Gathering();
    private final JdbcTemplate database;
    private final TransactionTemplate transactions;
    private final RuleBook book;
    private final Matcher matcher;
    private final AlertIds ids;
    private final Intents intents;
    private long position;

    Follower(EventLog log, DataSource source, Matcher matcher, AlertIds ids, BrokenRules broken) {
        this.log = log;
        this.database = new JdbcTemplate(source);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(source));
        this.book = new RuleBook(database, new EventTypes(), broken);
        this.matcher = matcher;
        this.ids = ids;
        this.intents = new Intents(log.number(), database);
        database.update(BEGIN, log.number());
    }

    private record Place(long position, long rulesAt) {}

    /** Evaluates the next events, if there are any and nobody else does; whether there may be more. */
    boolean next() {
        gathering.await();
        return Boolean.TRUE.equals(transactions.execute(status -> evaluateNext()));
    }

    private boolean evaluateNext() {
        var places = database.query(LOCK, (row, n) -> new Place(row.getLong(1), row.getLong(2)), log.number());
        if (places.isEmpty()) return false;
        var place = places.get(0);
        position = place.position;
        book.mustBeAsOf(place.rulesAt);
        var events = upToAChangeOfRules(log.readAfter(place.position, AT_ONCE));
        if (events.isEmpty()) return false;
        evaluate(events, place);
        return true;
    }

    private void evaluate(List<Recorded> events, Place place) {
        var findings = new Findings(ids);
        new Evaluation(database, book, matcher, findings, events).run();
        var last = events.get(events.size() - 1);
        var rulesAt = Evaluation.changesRules(last) ? last.position() : place.rulesAt;
        intents.keep(last.position(), findings.intents());
        database.update(MOVE, last.position(), rulesAt, log.number());
        book.isAsOf(rulesAt);
        position = last.position();
        gathering.took(events.size());
    }

    /** What comes after a change of rules is evaluated by the changed ones. */
    private static List<Recorded> upToAChangeOfRules(List<Recorded> events) {
        for (var n = 0; n < events.size(); n++)
            if (Evaluation.changesRules(events.get(n))) return events.subList(0, n + 1);
        return events;
    }

    /** Waits until there is more, but not longer than this. */
    void await(long millis) throws InterruptedException {
        log.await(position, millis);
    }
}
