package io.stageline.projection.parked;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.StreamKey;
import io.stageline.privacy.MasterKey;
import io.stageline.projection.Generation;
import io.stageline.projection.Projection;
import io.stageline.projection.parked.Letter.Found;
import io.stageline.projection.parked.Letter.State;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The dead letters of all generations: what waits to be folded, and how it is retried or given up. */
public final class Letters {
    private static final char BETWEEN = '\n';

    private final DataSource database;
    private final EventLogs logs;
    private final EventTypes types;
    private final MasterKey master;
    private final Clock clock;
    private final @Nullable UUID tenant;

    /** The connections must be those of the role that projects. */
    public Letters(DataSource database, EventLogs logs, EventTypes types, MasterKey master, Clock clock) {
        this(database, logs, types, master, clock, null);
    }

    private Letters(
            DataSource database,
            EventLogs logs,
            EventTypes types,
            MasterKey master,
            Clock clock,
            @Nullable UUID tenant) {
        this.database = database;
        this.logs = logs;
        this.types = types;
        this.master = master;
        this.clock = clock;
        this.tenant = tenant;
    }

    /** The same without those of other tenants: for whoever asks in the name of one. */
    public Letters ofTenant(UUID only) {
        return new Letters(database, logs, types, master, clock, only);
    }

    /** The letters of a projection in the order of the log, up to so many; of any state unless one is given. */
    public List<Letter> list(String projection, @Nullable State state, int most) throws SQLException {
        return inTransaction(connection -> new LetterTable(connection).list(projection, tenant, state, most));
    }

    /** Those that wait for somebody. */
    public List<Letter> open(String projection, int most) throws SQLException {
        return list(projection, State.PARKED, most);
    }

    /** How many letters of a state a projection has, in all its generations and of all tenants; none are counted that are done. */
    long count(String projection, State state) throws SQLException {
        return inTransaction(connection -> new LetterTable(connection).count(projection, state));
    }

    /** The sequences of a generation that wait for somebody. */
    public Set<StreamKey> parked(Generation generation) throws SQLException {
        return inTransaction(connection -> new LetterTable(connection)
                .parked(generation).stream()
                        .filter(sequence -> tenant == null || tenant.equals(sequence.tenant()))
                        .collect(Collectors.toSet()));
    }

    /** The letter with the event as it was found; {@link UnknownLetter} if there is none. */
    public Letter show(UUID letter) throws SQLException {
        return inTransaction(connection -> {
            var table = new LetterTable(connection);
            var known = known(table, letter);
            return known.with(opened(known, table.sealed(known)));
        });
    }

    /**
     * Folds the letter's sequence from its first letter on, as the log and this version of the application have it now, and
     * says how many events that were; 0 if it failed again. The feed stands still meanwhile, between two batches.
     */
    public int retry(Projection projection, Generation generation, UUID letter, String actor) throws SQLException {
        var known = inTransaction(connection -> known(new LetterTable(connection), letter));
        if (!known.projection().equals(generation.projection()) || known.generation() != generation.number())
            throw new UnknownLetter(letter);
        try {
            return inTransaction(connection -> retry(connection, projection, generation, known, actor));
        } catch (SQLException | RuntimeException failed) {
            if (Transient.is(failed)) throw failed;
            return inTransaction(connection -> {
                new LetterTable(connection).tried(known, Cause.told(failed), clock.instant());
                return 0;
            });
        }
    }

    private int retry(Connection connection, Projection projection, Generation generation, Letter letter, String actor)
            throws SQLException {
        var feed = new FeedLock(connection);
        var reached = feed.take(letter);
        var table = new LetterTable(connection);
        var first = table.firstVersion(letter);
        if (first == 0) return 0;
        var events = waiting(letter, first, reached);
        feed.writeTo(generation);
        projection.writeLate(connection, events);
        table.done(letter, actor, clock.instant());
        feed.newEdition(generation);
        feed.audit(letter, actor, "retry-letter", events.size());
        return events.size();
    }

    private List<Recorded> waiting(Letter letter, long first, long reached) {
        return logs.log(letter.log()).readStream(letter.sequence(), first - 1).stream()
                .filter(event -> event.position() <= reached)
                .toList();
    }

    /** Retries what was put aside for a type that was not known and is now; says how many sequences were made good. */
    public int retryKnown(Projection projection, Generation generation, int log, String actor) throws SQLException {
        var letters = inTransaction(connection -> new LetterTable(connection).ofUnknownTypes(generation, log));
        var seen = new HashSet<StreamKey>();
        var retried = 0;
        for (var letter : letters)
            if (types.knows(letter.type())
                    && seen.add(letter.sequence())
                    && retry(projection, generation, letter.id(), actor) > 0) retried++;
        return retried;
    }

    /** Gives the letter's sequence up: what comes later in it is dropped with it, until somebody retries it. */
    public void drop(UUID letter, String reason, String actor) throws SQLException {
        if (reason.isBlank()) throw new IllegalArgumentException("a sequence is dropped for a reason");
        inTransaction(connection -> {
            var table = new LetterTable(connection);
            var known = known(table, letter);
            var feed = new FeedLock(connection);
            feed.take(known);
            var dropped = table.drop(known, reason.strip(), actor, clock.instant());
            feed.audit(known, actor, "drop-letter", dropped);
            return dropped;
        });
    }

    /** Keeps what a batch puts aside, in its transaction. */
    void park(Connection connection, Generation generation, int log, List<Slip> slips) throws SQLException {
        if (slips.isEmpty()) return;
        new NewLetters(connection)
                .write(generation, log, slips, (slip, found) -> sealed(log, slip, found), clock.instant());
    }

    /** Rows of the generation changed in this transaction as no event alone explains it. */
    void newEdition(Connection connection, Generation generation) throws SQLException {
        new FeedLock(connection).newEdition(generation);
    }

    private byte[] sealed(int log, Slip slip, Found found) {
        var text = found.type() + BETWEEN + found.payload();
        var event = slip.event();
        return master.seal(purpose(event.tenant(), log, event.position()), text.getBytes(UTF_8));
    }

    private Found opened(Letter letter, byte[] sealed) {
        var text = new String(master.open(purpose(letter.tenant(), letter.log(), letter.position()), sealed), UTF_8);
        var end = text.lastIndexOf(BETWEEN); // JSON as the database writes it has none
        return new Found(text.substring(0, end), text.substring(end + 1));
    }

    private static String purpose(UUID tenant, int log, long position) {
        return "dead letter " + tenant + " " + log + " " + position;
    }

    private Letter known(LetterTable table, UUID letter) throws SQLException {
        return table.find(tenant, letter).orElseThrow(() -> new UnknownLetter(letter));
    }

    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private <T> T inTransaction(Work<T> work) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var result = work.in(connection);
                connection.commit();
                return result;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }
}
