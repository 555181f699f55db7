package io.stageline.cli.replay;

import io.stageline.projection.Generation;
import io.stageline.projection.Progressing;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Waits until a generation that a server feeds has come to where the logs ended when the waiting began. */
final class CatchUp {
    private static final long BETWEEN_LOOKS_MILLIS = 50;
    private static final long STANDS_STILL_AT_MOST = TimeUnit.SECONDS.toNanos(15);
    private static final String HEADS = "SELECT log_id, position FROM stageline.log_head ORDER BY log_id";

    private final OpenReplay replay;
    private final Progressing watcher;

    CatchUp(OpenReplay replay, Progressing watcher) {
        this.replay = replay;
        this.watcher = watcher;
    }

    /** Whether it came there; it did not if somebody stopped it, or if nobody feeds it. */
    boolean await(Generation generation) throws SQLException, InterruptedException {
        var heads = replay.ask(CatchUp::heads);
        var all = toGo(generation, heads);
        if (all == 0) return true;
        watcher.phase("catching-up", all);
        var left = all;
        for (var moved = System.nanoTime(); left > 0; ) {
            if (watcher.stop() || System.nanoTime() - moved > STANDS_STILL_AT_MOST) return false;
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
            var now = toGo(generation, heads);
            if (now < left) moved = System.nanoTime();
            left = now;
            watcher.seen(all - left);
        }
        return true;
    }

    static Map<Integer, Long> heads(Connection connection) throws SQLException {
        var heads = new TreeMap<Integer, Long>();
        try (var select = connection.prepareStatement(HEADS);
                var row = select.executeQuery()) {
            while (row.next()) heads.put(row.getInt(1), row.getLong(2));
        }
        return heads;
    }

    private long toGo(Generation generation, Map<Integer, Long> heads) throws SQLException {
        return behind(replay.ask(owner -> replay.parts().catalog().positions(owner, generation)), heads);
    }

    /** How many events there are between these positions and the heads. */
    static long behind(Map<Integer, Long> positions, Map<Integer, Long> heads) {
        return heads.entrySet().stream()
                .mapToLong(head -> Math.max(0, head.getValue() - positions.getOrDefault(head.getKey(), 0L)))
                .sum();
    }
}
