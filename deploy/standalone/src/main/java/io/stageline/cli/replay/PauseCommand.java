package io.stageline.cli.replay;

import io.stageline.projection.Projection;
import io.stageline.projection.bulk.Job;
import io.stageline.projection.bulk.ReplayLock;
import io.stageline.standalone.Refusal;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code replay pause}: asks who is at work to stop at the next checkpoint, and waits until that is done. */
@Command(
        name = "pause",
        description = "Asks the running work to stop at its next checkpoint, and waits up to 30 s until it has.")
final class PauseCommand extends ReplayTask {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
    private static final long BETWEEN_LOOKS_MILLIS = 200;

    @Parameters(paramLabel = "PROJECTION")
    private String name = "";

    @Override
    int run(OpenReplay replay) throws SQLException, InterruptedException {
        var asked = 0;
        for (var projection : replay.projections(name)) asked += pause(replay, projection) ? 1 : 0;
        if (asked == 0) throw Refusal.wrongUse("Nobody is at work on " + name);
        return DONE;
    }

    private static boolean pause(OpenReplay replay, Projection projection) throws SQLException, InterruptedException {
        var jobs = replay.parts().jobs();
        var running = jobs.of(null).stream()
                .filter(one -> one.projection().equals(projection.name()) && one.state() == Job.State.RUNNING)
                .findFirst();
        var holder = replay.ask(owner -> ReplayLock.holder(owner, projection.name()));
        if (running.isEmpty() || holder.isEmpty() || !jobs.pause(running.get().id())) return false;
        var job = running.get();
        for (var giveUp = System.nanoTime() + PATIENCE; isRunning(replay, job); ) {
            if (System.nanoTime() > giveUp)
                throw Refusal.alreadyRunning("\"%s\" was asked to pause and is still in the middle of a step (%s)"
                        .formatted(job.holder(), job.phase()));
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        }
        tell(replay, jobs.find(job.id()).orElse(job));
        return true;
    }

    private static boolean isRunning(OpenReplay replay, Job job) {
        return replay.parts()
                .jobs()
                .find(job.id())
                .map(now -> now.state() == Job.State.RUNNING)
                .orElse(false);
    }

    private static void tell(OpenReplay replay, Job job) {
        var state = job.state().name().toLowerCase(Locale.ROOT);
        if (replay.json())
            replay.console()
                    .say(ReplayJson.text(ReplayJson.MAPPER
                            .createObjectNode()
                            .put("jobId", job.id().toString())
                            .put("projection", job.projection())
                            .put("state", state)
                            .put("phase", job.phase())
                            .put("seen", job.seen())
                            .put("expected", job.expected())));
        else
            replay.console()
                    .say("%s: %s, %s at %,d of %,d events"
                            .formatted(job.projection(), state, job.phase(), job.seen(), job.expected()));
    }
}
