package io.stageline.projection.verify;

import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.StreamKey;
import io.stageline.eventlog.Unasked;
import io.stageline.projection.Generation;
import io.stageline.projection.Progressing;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
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
    private final Set<String> unasked;
    private final Damaged damaged = new Damaged();
    private @Nullable LogReader reader;
    private long seen;
    private long streams;

    Refolding(Connection connection, Scratch scratch, EventTypes types, Generation generation, Progressing watcher) {
        this.connection = connection;
        this.scratch = scratch;
        this.types = types;
        this.generation = generation;
        this.watcher = watcher;
        this.unasked = types.namesOf(scratch.unasked());
    }

    /** What it came upon that is not what was appended. */
    Damaged damaged() {
        return damaged;
    }

    /** Folds the log while nothing has to stand still, so that little is left for the snapshot. */
    void toward(Map<Integer, Long> positions) throws SQLException {
        watcher.phase("folding", sum(positions));
        fold(positions, true);
    }

    /** Folds what came since, within the snapshot; gives back how many streams were folded in all. */
    long rest(Map<Integer, Long> positions) throws SQLException {
        fold(positions, false);
        return streams;
    }

    /** Folds some streams of every log; gives back how many. */
    long sample(Map<Integer, Long> positions, int most, RandomGenerator random) throws SQLException {
        var sample = new StreamSample(connection, unasked, random);
        for (var log : positions.entrySet()) {
            var chosen = sample.of(log.getKey(), log.getValue(), most, generation.tenant());
            streams(StreamSample.withContacts(connection, log.getKey(), chosen), log.getKey(), log.getValue());
        }
        return streams;
    }

    /** Folds these streams of a log as far as the generation has folded them. */
    void streams(Collection<StreamKey> chosen, int log, long upTo) throws SQLException {
        reader().streams(chosen, log, upTo, this::take);
    }

    private void fold(Map<Integer, Long> positions, boolean committing) throws SQLException {
        var reader = readerFor();
        for (var log : positions.entrySet()) {
            var at = folded.getOrDefault(log.getKey(), 0L);
            while (at < log.getValue()) {
                reader.stretch(log.getKey(), at, log.getValue(), generation.tenant(), this::take);
                at = LogReader.endOfStretch(at, log.getValue());
                if (committing) connection.commit();
                mayGoOn();
            }
            folded.put(log.getKey(), at);
        }
    }

    private void take(List<Recorded> events) throws SQLException {
        scratch.fold(events);
        streams += events.stream().filter(Refolding::begins).count();
        seen += events.size();
        watcher.seen(seen);
        mayGoOn();
    }

    private static boolean begins(Recorded event) {
        return event.version() == 1 && !(event.event() instanceof Unasked);
    }

    private void mayGoOn() {
        if (watcher.stop()) throw new Verification.Stopped();
    }

    private LogReader reader() throws SQLException {
        return LogReader.of(connection, types, unasked, damaged, generation);
    }

    // A letter that was retried meanwhile is events that were left out before and cannot be folded now.
    private LogReader readerFor() throws SQLException {
        var next = reader();
        if (reader != null && !next.leavesOut(reader)) throw new Verification.Overtaken(generation);
        reader = next;
        return next;
    }

    private static long sum(Map<Integer, Long> positions) {
        return positions.values().stream().mapToLong(Long::longValue).sum();
    }
}
