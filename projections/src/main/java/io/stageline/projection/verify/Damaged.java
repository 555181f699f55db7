package io.stageline.projection.verify;

import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.StreamKey;
import io.stageline.eventlog.Unreadable;
import io.stageline.eventlog.Unreadable.Reason;
import io.stageline.projection.CauseEvent;
import io.stageline.projection.Difference;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Events that a proof came upon and that are not what was appended: each is a difference of its own. What the log says of
 * their streams from there on nobody knows any more, so nothing is said of the rows that come from them.
 */
final class Damaged {
    static final String TABLE = "event";
    private static final String FIELD = "payload";
    private static final String AS_APPENDED = "(as appended)";

    private final Map<StreamKey, Difference> first = new LinkedHashMap<>();
    private final Map<About, Boolean> concerned = new HashMap<>();

    /** What rows of a table are about. */
    private record About(String table, List<@Nullable String> ids) {}

    /** The stream tells nothing from this event on. */
    void add(int log, Recorded event, Unreadable found) {
        var key = new TreeMap<>(Map.of("log_id", String.valueOf(log), "position", String.valueOf(event.position())));
        var shown = found.reason() == Reason.DAMAGED ? "(changed)" : "(unreadable)";
        var cause = new CauseEvent(event.position(), event.eventId(), found.type());
        first.put(
                new StreamKey(event.tenant(), event.stream()),
                new Difference(TABLE, key, FIELD, shown, AS_APPENDED, cause));
    }

    boolean holds(StreamKey stream) {
        return first.containsKey(stream);
    }

    /** The first one of each stream. */
    Collection<Difference> events() {
        return List.copyOf(first.values());
    }

    /** Whether such a stream has a part in the row; positions and times count whatever an event says. */
    boolean concern(Connection connection, Table table, Map<String, String> key) throws SQLException {
        if (first.isEmpty() || table.ids().size() == 1) return false;
        var about = new About(table.name(), table.ids().stream().map(key::get).toList());
        var known = concerned.get(about);
        if (known != null) return known;
        var streams = new RowStreams(connection);
        streams.add(table, key);
        var concern = streams.withContacts().values().stream()
                .anyMatch(some -> some.stream().anyMatch(first::containsKey));
        concerned.put(about, concern);
        return concern;
    }
}
