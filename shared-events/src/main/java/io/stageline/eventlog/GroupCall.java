package io.stageline.eventlog;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** One call of the database, and one commit, for requests of one kind. */
interface GroupCall {
    /** Appends what can be appended; gives back all events in the order of their positions. */
    List<Recorded> execute(Connection connection) throws SQLException;

    /** Tells every request its verdict, once it is executed; gives back how many lost. */
    int answer();

    /** The call for these requests, all of them of one kind. */
    static GroupCall of(int log, EventTypes types, List<Pending> group, Instant recordedAt) {
        return group.get(0) instanceof Pending.Following
                ? new AppendCall(log, types, all(group, Pending.Following.class), recordedAt)
                : new FirstsCall(log, types, all(group, Pending.Beginning.class), recordedAt);
    }

    private static <P extends Pending> List<P> all(List<Pending> group, Class<P> kind) {
        return group.stream().map(kind::cast).toList();
    }
}
