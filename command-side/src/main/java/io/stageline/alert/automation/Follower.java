package io.stageline.alert.automation;

import io.stageline.alert.write.AlertIds;
import io.stageline.eventlog.EventLog;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.PassingBy;
import io.stageline.eventlog.Recorded;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
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
            SELECT position, rules_at, filling::text
              FROM stageline.alert_follower
             WHERE log_id = ?
               FOR UPDATE SKIP LOCKED""";
    private static final String MOVE =
            "UPDATE stageline.alert_follower SET position = ?, rules_at = ?, filling = ?::jsonb WHERE log_id = ?";
    private static final int PIECE = 10_000;
    private static final int AT_ONCE = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final EventLog log;
    private final PassingBy passing;
    private final JdbcTemplate database;
    private final TransactionTemplate transactions;
    private final RuleBook book;
    private final Matcher matcher;
    private final AlertIds ids;
    private final Intents intents;
    private final GivingWay way;
    private final int piece;
    private boolean fills;
    private boolean givesWay;

    Follower(EventLog log, DataSource source, Matcher matcher, AlertIds ids, BrokenRules broken) {
        this(log, source, matcher, ids, broken, PIECE);
    }

    /** One that takes in a long past in pieces of about so many events. */
    Follower(EventLog log, DataSource source, Matcher matcher, AlertIds ids, BrokenRules broken, int piece) {
        this.piece = piece;
        this.log = log;
        this.passing = new PassingBy(log);
        this.database = new JdbcTemplate(source);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(source));
        this.book = new RuleBook(database, new EventTypes(), broken);
        this.matcher = matcher;
        this.ids = ids;
        this.intents = new Intents(log.number(), database);
        this.way = new GivingWay(broken, PATIENCE);
        database.update(BEGIN, log.number());
    }

    private record Place(
            long position, long rulesAt, @Nullable String filling) {}

    /** Passes by what is nothing to any rule; false when something is, or when it is time to look whether others have found something. */
    boolean passes() {
        return !fills && passing.passes(event -> GivingWay.isNewer(event) || Evaluation.concerns(event, book));
    }

    /** Evaluates the next events, if there are any and nobody else does; whether there may be more. */
    boolean next() {
        try {
            var done = Objects.requireNonNull(transactions.execute(status -> evaluateNext()));
            done.ifPresent(came -> passing.stored(came.position, came.events));
            return done.filter(came -> came.events > 0).isPresent();
        } catch (RuntimeException failed) {
            passing.forget();
            throw failed;
        }
    }

    /** How far it came, and by how many events. */
    private record Done(long position, int events) {}

    private Optional<Done> evaluateNext() {
        var places = database.query(
                LOCK, (row, n) -> new Place(row.getLong(1), row.getLong(2), row.getString(3)), log.number());
        if (places.isEmpty()) return Optional.empty();
        var place = places.get(0);
        book.mustBeAsOf(place.rulesAt);
        fills = place.filling != null;
        if (place.filling != null) return Optional.of(fill(place, Backfill.Place.read(place.filling)));
        var from = passing.from(place.position);
        var next = upToAChangeOfRules(log.readAfter(from, AT_ONCE));
        var events = way.until(next);
        givesWay = events.isEmpty() && !next.isEmpty();
        var last = events.isEmpty() ? from : events.get(events.size() - 1).position();
        var rest = events.isEmpty() ? null : evaluate(events);
        var changed = !events.isEmpty() && Evaluation.changesRules(events.get(events.size() - 1));
        var rulesAt = changed ? last : place.rulesAt;
        if (last > place.position) move(last, rulesAt, rest);
        book.isAsOf(rulesAt);
        return Optional.of(new Done(last, events.size()));
    }

    private Backfill.@Nullable Place evaluate(List<Recorded> events) {
        var findings = new Findings(ids);
        var rest = new Evaluation(database, book, matcher, findings, events, piece).run();
        intents.keep(events.get(events.size() - 1).position(), findings.intents());
        return rest;
    }

    /** A piece of a rule's past; until all of it is taken in, what was recorded afterwards waits. */
    private Done fill(Place place, Backfill.Place from) {
        var change = log.readAfter(from.until() - 1, 1).get(0);
        var clock = Clocks.of(Set.of(from.tenant()), database).now(from.tenant());
        var findings = new Findings(ids);
        var rest = new RuleChange(database, book, new Watches(database), matcher, findings, change, piece)
                .fill(from, clock == null ? change.recordedAt() : clock);
        intents.keep(place.position, findings.intents());
        move(place.position, place.rulesAt, rest);
        book.isAsOf(place.rulesAt);
        return new Done(place.position, 1);
    }

    private void move(long position, long rulesAt, Backfill.@Nullable Place rest) {
        database.update(MOVE, position, rulesAt, rest == null ? null : rest.text(), log.number());
        fills = rest != null;
    }

    /** What comes after a change of rules is evaluated by the changed ones. */
    private static List<Recorded> upToAChangeOfRules(List<Recorded> events) {
        for (var n = 0; n < events.size(); n++)
            if (Evaluation.changesRules(events.get(n))) return events.subList(0, n + 1);
        return events;
    }

    /** Waits until there is more, but not longer than this. */
    void await(long millis) throws InterruptedException {
        if (givesWay) Thread.sleep(millis); // there is more, but for others
        else passing.await(millis);
    }
}
