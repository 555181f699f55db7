package io.stageline.cli.replay;

import io.stageline.projection.Generation;
import io.stageline.projection.Progressing;
import io.stageline.projection.bulk.Job;
import io.stageline.projection.bulk.Job.Kind;
import io.stageline.projection.bulk.Job.State;
import io.stageline.projection.bulk.JobWatch;
import io.stageline.projection.bulk.Jobs;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a command is at work on, told to whoever asks for the status; it has failed unless the command says how it ended. */
final class Work implements AutoCloseable {
    private static final String UNEXPECTED = "unexpected";

    private final OpenReplay replay;
    private final Jobs jobs;
    private final List<UUID> open = new ArrayList<>();
    private @Nullable String failure = UNEXPECTED;

    private Work(OpenReplay replay) {
        this.replay = replay;
        this.jobs = replay.parts().jobs();
    }

    /** The caller holds the lock of the projections. */
    static Work begin(OpenReplay replay, Kind kind, List<Generation> generations, int rate, String holder) {
        var work = new Work(replay);
        for (var one : generations)
            work.open.add(work.jobs.begin(kind, one, rate, holder).id());
        return work;
    }

    /** Tells others what the watcher is told, and stops it when one of them asks for a pause. */
    Progressing watch(Progressing watcher) {
        var all = watcher;
        for (var job : open) all = new JobWatch(jobs, job, replay.parts().clock(), all);
        return all;
    }

    /** All of it stopped, and can be gone on with. */
    void paused() {
        open.forEach(job -> jobs.end(job, State.PAUSED, null, null));
        open.clear();
    }

    /** The next one of the generations is at its end. */
    void done(@Nullable Long differences) {
        jobs.end(open.remove(0), State.DONE, differences, null);
    }

    /** Why it fails, as a code that holds no values. */
    void fails(Exception why) {
        var sql = Explained.sql(why);
        failure = sql == null ? why.getClass().getSimpleName() : "SQL state " + sql.getSQLState();
    }

    @Override
    public void close() {
        for (var job : open) jobs.end(job, Job.State.FAILED, null, failure);
    }
}
