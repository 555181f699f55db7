package io.stageline.projection.verify;

import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.StreamKey;
import io.stageline.projection.Generation;
import io.stageline.projection.Progressing;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The events of a generation on their way into temporary tables: all of the log, or the streams of a sample. */
final class Refolding {
    private final Connection connection;
    private final Scratch scratch;
    private final EventTypes types;
    private final Generation generation;
    private final Progressing watcher;
    private final Map<Integer, Long> folded = new HashMap<>();
    private final Set<StreamKey> streams = new HashSet<>();
    private @Nullable LogReader reader;
    private long seen;

    Refolding(Connection connection, Scratch scratch, EventTypes types, Generation generation, Progressing watcher) {
        this.connection = connection;
        this.scratch = scratch;
        this.types = types;
        this.generation = generation;
        this.watcher = watcher;
    }

    /** Folds the log while nothing has to stand still, so that little is left for the snapshot. */
    void toward(Map<Integer, Long> positions) throws SQLException {
        watcher.phase("folding", sum(positions));
        fold(positions, true);
    }

    /** Folds what came since, within the snapshot; gives back how many streams were folded in all. */
    long rest(Map<Integer, Long> positions) throws SQLException {
        fold(positions, false);
        return streams.size();
    }

    /** Folds some streams of every log; gives back how many. */
    long sample(Map<Integer, Long> positions, int most, RandomGenerator random) throws SQLException {
        var sample = new StreamSample(connection, random);
        for (var log : positions.entrySet()) {
            var chosen = sample.of(log.getKey(), log.getValue(), most, generation.tenant());
            streams(sample.withContacts(log.getKey(), chosen), log.getKey(), log.getValue());
        }
        return streams.size();
    }

    /** Folds these streams of a log as far as the generation has folded them. */
    void streams(Collection<StreamKey> chosen, int log, long upTo) throws SQLException {
        streams.addAll(chosen);
        LogReader.of(connection, types, generation).streams(chosen, log, upTo, events -> {
            scratch.fold(events);
            watched(events.size());
        });
    }

    private void fold(Map<Integer, Long> positions, boolean committing) throws SQLException {
        var reader = readerFor();
        for (var log : positions.entrySet()) {
            var at = folded.getOrDefault(log.getKey(), 0L);
            while (at < log.getValue()) {
                var events = reader.next(log.getKey(), at, log.getValue(), generation.tenant());
                if (!events.isEmpty()) scratch.fold(events);
                for (Recorded event : events) streams.add(new StreamKey(event.tenant(), event.stream()));
                at = LogReader.endOfStretch(at, log.getValue());
                if (committing) connection.commit();
                watched(events.size());
            }
            folded.put(log.getKey(), at);
        }
    }

    // A letter that was retried meanwhile is events that were left out before and cannot be folded now.
    private LogReader readerFor() throws SQLException {
        var next = LogReader.of(connection, types, generation);
        if (reader != null && !next.leavesOut(reader))
            throw new IllegalStateException(
                    "letters of " + generation.schema() + " were retried meanwhile: prove it again");
        reader = next;
        return next;
    }

    private void watched(int events) {
        seen += events;
        watcher.seen(seen);
        if (watcher.stop()) throw new Verification.Stopped();
    }

    private static long sum(Map<Integer, Long> positions) {
        return positions.values().stream().mapToLong(Long::longValue).sum();
    }
}
