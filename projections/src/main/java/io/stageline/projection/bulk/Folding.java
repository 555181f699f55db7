package io.stageline.projection.bulk;

import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.bulk.EventChunks;
import io.stageline.projection.Progressing;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Events on their way from the logs into several builds: each is read once for all of them. */
final class Folding {
    private final DataSource administrator;
    private final EventTypes types;
    private final @Nullable UUID tenant;
    private final List<Build> builds;
    private final Pace pace;
    private final boolean yields;
    private final Duration checkpointEvery;
    private final Progressing watcher;
    private final Map<Integer, Long> positions = new TreeMap<>();
    private @Nullable Courtesy courtesy;
    private long begun;
    private long events;
    private boolean stopped;

    Folding(
            DataSource administrator,
            EventTypes types,
            @Nullable UUID tenant,
            List<Build> builds,
            Rebuild.Wish wish,
            Progressing watcher) {
        this.administrator = administrator;
        this.types = types;
        this.tenant = tenant;
        this.builds = builds;
        this.pace = Pace.of(wish.rate());
        this.yields = wish.yields();
        this.checkpointEvery = wish.checkpointEvery();
        this.watcher = watcher;
    }

    /** Begins with the logs as they are now; says how much there is to do. */
    void begin(List<Head> heads) throws SQLException {
        if (yields) courtesy = Courtesy.to(builds.get(0)::appended);
        for (var head : heads) positions.put(head.log(), behindmost(head.log()));
        begun = total();
        watcher.phase("folding", behind(heads.stream().filter(Head::holdsEvents).toList()));
    }

    /** Folds all of these logs up to their heads; false if it was stopped before, at a checkpoint. */
    boolean upTo(List<Head> heads) throws SQLException, InterruptedException {
        for (var head : heads) {
            if (head.holdsEvents()) read(head);
            if (!stopped) for (var build : builds) build.reached(head.log(), head.position());
            for (var build : builds) build.checkpoint();
            if (stopped) return false;
        }
        return true;
    }

    /** The number of events that were folded. */
    long events() {
        return events;
    }

    /** How many positions of these logs are not folded yet. */
    long behind(List<Head> heads) {
        return heads.stream()
                .mapToLong(head -> head.position() - behindmost(head.log()))
                .sum();
    }

    private void read(Head head) throws SQLException, InterruptedException {
        var after = behindmost(head.log());
        if (after >= head.position()) return;
        try (var chunks = new EventChunks(administrator, head.log(), tenant, types, unasked())) {
            chunks.read(after, head.position(), (chunk, upTo) -> take(head.log(), chunk, upTo));
        }
    }

    /** What none of the builds looks at. */
    private Set<String> unasked() {
        return builds.stream()
                .map(build -> types.namesOf(build.unasked()))
                .reduce((one, other) -> one.stream().filter(other::contains).collect(Collectors.toSet()))
                .orElse(Set.of());
    }

    private boolean take(int log, List<Recorded> chunk, long upTo) throws SQLException, InterruptedException {
        for (var from = 0; from < chunk.size() && !stopped; ) {
            var to = from + slice(chunk.size() - from);
            fold(log, chunk.subList(from, to));
            from = to;
        }
        if (!stopped) reached(log, upTo);
        return !stopped;
    }

    private int slice(int events) {
        var slice = pace.slice(events);
        return courtesy == null ? slice : courtesy.slice(slice);
    }

    private void fold(int log, List<Recorded> slice) throws SQLException, InterruptedException {
        if (courtesy != null) courtesy.rest();
        pace.permits(slice.size());
        for (var build : builds) build.fold(log, slice);
        events += slice.size();
        reached(log, slice.get(slice.size() - 1).position());
    }

    /** Up to here nothing is left for anybody, also where there was nothing for those who build. */
    private void reached(int log, long position) throws SQLException {
        for (var build : builds) {
            build.reached(log, position);
            if (build.isDue(checkpointEvery)) build.checkpoint();
        }
        positions.put(log, position);
        watcher.seen(total() - begun);
        stopped = watcher.stop();
    }

    private long behindmost(int log) {
        return builds.stream().mapToLong(build -> build.position(log)).min().orElse(0);
    }

    private long total() {
        return positions.values().stream().mapToLong(Long::longValue).sum();
    }
}
