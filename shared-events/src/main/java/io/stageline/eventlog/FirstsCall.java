package io.stageline.eventlog;

import io.stageline.eventlog.Firsts.First;
import io.stageline.eventlog.Firsts.Place;
import io.stageline.eventlog.Pending.Beginning;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** One call of the function that begins streams: the requests of a group commit as arrays, and where each stream began. */
final class FirstsCall implements GroupCall {
    private static final String APPEND = """
            SELECT first_position, known
              FROM stageline.append_firsts(?::smallint, ?::timestamptz, ?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[],
                   ?::int[], ?::uuid[], ?::uuid[], ?::text[], ?::text[])""";

    private final int log;
    private final EventTypes types;
    private final List<Beginning> requests;
    private final Instant recordedAt;
    private final Map<StreamKey, Place> places = new HashMap<>();

    FirstsCall(int log, EventTypes types, List<Beginning> requests, Instant recordedAt) {
        this.log = log;
        this.types = types;
        this.requests = requests;
        this.recordedAt = recordedAt;
    }

    /** An event that begins a stream of its own among those of the call: of which request (from 1), and as JSON. */
    private record Line(int request, Firsts of, First first, String payload) {
        StreamKey stream() {
            return new StreamKey(of.tenant(), first.stream());
        }
    }

    @Override
    public List<Recorded> execute(Connection connection) throws SQLException {
        var lines = lines();
        if (lines.isEmpty()) return List.of();
        try (var call = connection.prepareStatement(APPEND)) {
            call.setInt(1, log);
            call.setTimestamp(2, Timestamp.from(recordedAt));
            bindRequests(connection, call);
            bindEvents(connection, call, lines);
            try (var row = call.executeQuery()) {
                row.next();
                return place(lines, row.getLong(1), (Long[]) row.getArray(2).getArray());
            }
        }
    }

    /** Of events that begin the same stream only the first counts. */
    private List<Line> lines() {
        var lines = new HashMap<StreamKey, Line>();
        var inOrder = new ArrayList<Line>();
        for (var r = 0; r < requests.size(); r++) {
            var request = requests.get(r);
            for (var e = 0; e < request.payloads().size(); e++) {
                var line = new Line(
                        r + 1,
                        request.firsts(),
                        request.firsts().events().get(e),
                        request.payloads().get(e));
                if (lines.putIfAbsent(line.stream(), line) == null) inOrder.add(line);
            }
        }
        return inOrder;
    }

    private void bindRequests(Connection connection, PreparedStatement call) throws SQLException {
        bindUuids(connection, call, 3, requests, request -> request.firsts().tenant());
        bindUuids(connection, call, 4, requests, request -> request.firsts()
                .origin()
                .actor());
        bindUuids(connection, call, 5, requests, request -> request.firsts()
                .origin()
                .causation());
        bindUuids(connection, call, 6, requests, request -> request.firsts()
                .origin()
                .correlation());
    }

    private void bindEvents(Connection connection, PreparedStatement call, List<Line> lines) throws SQLException {
        // Arrays of their own types travel as bytes, others as text that has to be read.
        var request = lines.stream().map(Line::request).toArray(Integer[]::new);
        call.setArray(7, connection.createArrayOf("int4", request));
        bindUuids(connection, call, 8, lines, line -> line.first.stream());
        bindUuids(connection, call, 9, lines, line -> line.first.event().eventId());
        var type = lines.stream()
                .map(line -> types.typeOf(line.first.event().event()))
                .toArray(String[]::new);
        call.setArray(10, connection.createArrayOf("text", type));
        var payload = lines.stream().map(Line::payload).toArray(String[]::new);
        call.setArray(11, connection.createArrayOf("text", payload));
    }

    private static <T> void bindUuids(
            Connection connection, PreparedStatement call, int parameter, List<T> from, Function<T, UUID> id)
            throws SQLException {
        call.setArray(
                parameter,
                connection.createArrayOf("uuid", from.stream().map(id).toArray()));
    }

    private List<Recorded> place(List<Line> lines, long firstPosition, Long[] known) {
        var next = firstPosition;
        var recorded = new ArrayList<Recorded>(lines.size());
        for (var n = 0; n < known.length; n++) {
            var line = lines.get(n);
            if (known[n] == null) recorded.add(record(line, next));
            places.put(line.stream(), known[n] == null ? new Place(next++, true) : new Place(known[n], false));
        }
        return recorded;
    }

    private Recorded record(Line line, long position) {
        var event = line.first.event();
        return new Recorded(
                position,
                line.of.tenant(),
                line.first.stream(),
                1,
                event.eventId(),
                event.event(),
                recordedAt,
                line.of.origin());
    }

    @Override
    public int answer() {
        for (var request : requests) request.verdict().complete(placesOf(request.firsts()));
        return 0;
    }

    /** Only the first who asks for a place is told that it is new. */
    private List<Place> placesOf(Firsts firsts) {
        return firsts.events().stream()
                .map(first -> {
                    var stream = new StreamKey(firsts.tenant(), first.stream());
                    var place = places.get(stream);
                    if (place == null) throw new IllegalStateException("a stream without a place");
                    if (place.isNew()) places.put(stream, new Place(place.position(), false));
                    return place;
                })
                .toList();
    }
}
