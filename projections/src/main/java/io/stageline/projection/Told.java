package io.stageline.projection;

import io.stageline.eventlog.Follower;
import io.stageline.eventlog.Progress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How far each feed is, as far as this process knows. Those who wait for a position are told of the generation that
 * everybody sees, and of no other.
 */
final class Told {
    private static final String SHOWN = "SELECT projection, log_id, position, shape FROM stageline.projection_position";
    private static final String FED = "SELECT feed, log_id, position FROM stageline.feed_position";

    private final Progress readers;
    private final Progress feeds = new Progress();
    private final Set<String> shown = ConcurrentHashMap.newKeySet();

    Told(Progress readers) {
        this.readers = readers;
    }

    /** Whether it is this generation that everybody sees, as the catalogue said last. */
    void isShown(Generation generation, boolean is) {
        if (is) shown.add(generation.feed());
        else shown.remove(generation.feed());
    }

    /** The rows of a generation up to this position of the log are committed. */
    void reached(Generation generation, int log, long position) {
        feeds.reached(new Follower(generation.feed(), log), position);
        if (shown.contains(generation.feed())) readers.reached(new Follower(generation.projection(), log), position);
    }

    long position(Generation generation, int log) {
        return feeds.position(new Follower(generation.feed(), log));
    }

    /** What other processes feed is seen in the database. */
    void look(JdbcTemplate database) {
        positions(database).forEach(feeds::seen);
    }

    /** Nobody shall wait for a position that was reached before this process began, or before the database was lost. */
    void recall(JdbcTemplate database, Map<String, Integer> shapes) {
        var stored = new HashMap<Follower, Long>();
        database.query(SHOWN, row -> {
            var shape = row.getObject(4, Integer.class);
            if (shape == null || shape.equals(shapes.get(row.getString(1))))
                stored.put(new Follower(row.getString(1), row.getInt(2)), row.getLong(3));
        });
        feeds.found(positions(database));
        readers.found(stored);
    }

    private static Map<Follower, Long> positions(JdbcTemplate database) {
        var stored = new HashMap<Follower, Long>();
        database.query(FED, row -> {
            stored.put(new Follower(row.getString(1), row.getInt(2)), row.getLong(3));
        });
        return stored;
    }

    /** The database may lose what was written last. */
    void lost() {
        feeds.lost();
        readers.lost();
    }

    /** How often the database was lost or found. */
    int times() {
        return readers.times();
    }
}
