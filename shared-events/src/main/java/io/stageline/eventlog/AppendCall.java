package io.stageline.eventlog;

import io.stageline.eventlog.Append.Appended;
import io.stageline.eventlog.Pending.Following;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call of the append function: the requests of a group commit as arrays, and who lost. */
final class AppendCall implements GroupCall {
    private static final String APPEND = """
            SELECT first_position, losers
              FROM stageline.append(?::smallint, ?::timestamptz,
                   ?::uuid[], ?::uuid[], ?::bigint[], ?::int[], ?::text[], ?::bytea[], ?::smallint[], ?::text[], ?::uuid[], ?::bytea[],
                   ?::int[], ?::bigint[], ?::uuid[], ?::text[], ?::text[], ?::uuid[], ?::uuid[], ?::uuid[])""";

    private final int log;
    private final EventTypes types;
    private final List<Following> requests;
    private final Instant recordedAt;
    /** What became of each request, in order; null for a loser. */
    private final List<@Nullable Appended> appended = new ArrayList<>();

    AppendCall(int log, EventTypes types, List<Following> requests, Instant recordedAt) {
        this.log = log;
        this.types = types;
        this.requests = requests;
        this.recordedAt = recordedAt;
    }

    @Override
    public List<Recorded> execute(Connection connection) throws SQLException {
        try (var call = connection.prepareStatement(APPEND)) {
            call.setInt(1, log);
            call.setTimestamp(2, Timestamp.from(recordedAt));
            bindRequests(connection, call);
            bindEvents(connection, call);
            try (var row = call.executeQuery()) {
                row.next();
                var losers =
                        new HashSet<>(Arrays.asList((Integer[]) row.getArray(2).getArray()));
                return recorded(row.getLong(1), losers);
            }
        }
    }

    private void bindRequests(Connection connection, PreparedStatement call) throws SQLException {
        var size = requests.size();
        var tenant = new Object[size];
        var stream = new Object[size];
        var expected = new Long[size];
        var events = new Integer[size];
        var key = new String[size];
        var fingerprint = new byte[size][];
        var status = new Short[size];
        var answer = new String[size];
        var contact = new Object[size];
        var wrapped = new byte[size][];
        for (var i = 0; i < size; i++) {
            var request = requests.get(i).append();
            tenant[i] = request.stream().tenant();
            stream[i] = request.expectedVersion() == Append.ANY_VERSION ? null : request.stream().stream();
            expected[i] = request.expectedVersion();
            events[i] = request.events().size();
            if (request.answer() != null) {
                key[i] = request.answer().key();
                fingerprint[i] = request.answer().fingerprint();
                status[i] = (short) request.answer().status();
                answer[i] = request.answer().body();
            }
            if (request.keyChange() != null) {
                contact[i] = request.keyChange().contact();
                wrapped[i] = request.keyChange().wrapped();
            }
        }
        call.setArray(3, connection.createArrayOf("uuid", tenant));
        call.setArray(4, connection.createArrayOf("uuid", stream));
        call.setArray(5, connection.createArrayOf("bigint", expected));
        call.setArray(6, connection.createArrayOf("int4", events));
        call.setArray(7, connection.createArrayOf("text", key));
        call.setArray(8, connection.createArrayOf("bytea", fingerprint));
        call.setArray(9, connection.createArrayOf("smallint", status));
        call.setArray(10, connection.createArrayOf("text", answer));
        call.setArray(11, connection.createArrayOf("uuid", contact));
        call.setArray(12, connection.createArrayOf("bytea", wrapped));
    }

    private void bindEvents(Connection connection, PreparedStatement call) throws SQLException {
        var size = requests.stream()
                .mapToInt(request -> request.append().events().size())
                .sum();
        var number = new Integer[size];
        var version = new Long[size];
        var id = new Object[size];
        var type = new String[size];
        var payload = new String[size];
        var actor = new Object[size];
        var causation = new Object[size];
        var correlation = new Object[size];
        var n = 0;
        for (var r = 0; r < requests.size(); r++) {
            var request = requests.get(r).append();
            var payloads = requests.get(r).payloads();
            var next = request.expectedVersion();
            for (var e = 0; e < payloads.size(); e++) {
                var event = request.events().get(e);
                number[n] = r + 1;
                version[n] = ++next;
                id[n] = event.eventId();
                type[n] = types.typeOf(event.event());
                payload[n] = payloads.get(e);
                actor[n] = request.origin().actor();
                causation[n] = request.origin().causation();
                correlation[n] = request.origin().correlation();
                n++;
            }
        }
        call.setArray(13, connection.createArrayOf("int4", number));
        call.setArray(14, connection.createArrayOf("bigint", version));
        call.setArray(15, connection.createArrayOf("uuid", id));
        call.setArray(16, connection.createArrayOf("text", type));
        call.setArray(17, connection.createArrayOf("text", payload));
        call.setArray(18, connection.createArrayOf("uuid", actor));
        call.setArray(19, connection.createArrayOf("uuid", causation));
        call.setArray(20, connection.createArrayOf("uuid", correlation));
    }

    private List<Recorded> recorded(long firstPosition, Set<Integer> losers) {
        var position = firstPosition;
        var recorded = new ArrayList<Recorded>();
        for (var r = 0; r < requests.size(); r++) {
            if (losers.contains(r + 1)) {
                appended.add(null);
                continue;
            }
            var request = requests.get(r).append();
            var first = position;
            var version = request.expectedVersion();
            for (var event : request.events()) recorded.add(record(request, event, position++, ++version));
            appended.add(new Appended(first, position - 1, version));
        }
        return recorded;
    }

    @Override
    public int answer() {
        var lost = 0;
        for (var i = 0; i < requests.size(); i++) {
            var request = requests.get(i);
            var positions = appended.get(i);
            if (positions != null) {
                request.verdict().complete(positions);
            } else {
                lost++;
                request.verdict().completeExceptionally(new AppendConflict(request.append().stream()));
            }
        }
        return lost;
    }

    private Recorded record(Append request, Append.NewEvent event, long position, long version) {
        var stream = request.stream();
        return new Recorded(
                position,
                stream.tenant(),
                stream.stream(),
                version,
                event.eventId(),
                event.event(),
                recordedAt,
                request.origin());
    }
}
