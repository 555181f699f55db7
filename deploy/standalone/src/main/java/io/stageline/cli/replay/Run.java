package io.stageline.cli.replay;

import io.stageline.projection.Generation;
import io.stageline.projection.Generation.State;
import io.stageline.projection.Progressing;
import io.stageline.projection.Projection;
import io.stageline.projection.ReplayAudit;
import io.stageline.projection.bulk.Job.Kind;
import io.stageline.projection.bulk.Rebuild.Rebuilt;
import io.stageline.projection.verify.Verification.Stopped;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** One run: build, catch up, prove and, if wanted, show. The caller holds the lock of the projections. */
final class Run {
    private final OpenReplay replay;
    private final List<Projection> projections;
    private final String name;
    private final RunOptions options;

    Run(OpenReplay replay, List<Projection> projections, String name, RunOptions options) {
        this.replay = replay;
        this.projections = projections;
        this.name = name;
        this.options = options;
    }

    /** Gives back the exit code. */
    int go(String holder) throws SQLException, InterruptedException {
        var server = Servers.areAtWork(replay);
        var wish = options.wish(server);
        var rebuild = replay.parts().rebuild();
        var begun = rebuild.begin(projections, replay.tenant());
        try (var watch = new ReplayWatch(replay.told(), replay.stop());
                var work = Work.begin(replay, Kind.RUN, begun, wish.rate(), holder)) {
            var all = work.watch(watch);
            try {
                var rebuilt = rebuild.run(projections, replay.tenant(), wish, all);
                audit(rebuilt);
                return rebuilt.paused() ? paused(work, watch) : prove(rebuilt, work, all, server, watch);
            } catch (Stopped stopped) {
                return paused(work, watch);
            } catch (SQLException | RuntimeException failed) {
                work.fails(failed);
                throw failed;
            }
        }
    }

    private int prove(Rebuilt rebuilt, Work work, Progressing all, boolean server, ReplayWatch watch)
            throws SQLException, InterruptedException {
        var code = ReplayTask.DONE;
        for (var n = 0; n < projections.size(); n++) {
            var built = rebuilt.generations().get(n);
            if (server && !new CatchUp(replay, all).await(built) && all.stop()) return paused(work, watch);
            var outcome = outcome(projections.get(n), built, rebuilt, all);
            watch.close();
            work.done(outcome.differences());
            outcome.tell(replay);
            code = Math.max(code, outcome.exitCode());
        }
        return code;
    }

    private Outcome outcome(Projection projection, Generation built, Rebuilt rebuilt, Progressing all)
            throws SQLException, InterruptedException {
        var passage = options.unverified ? null : replay.parts().gate().pass(projection, built, options.extent(), all);
        var shown = replay.live(projection);
        var parked = new Parked(replay);
        var proven = passage != null && passage.generation().state() == State.VERIFIED;
        var more = parked.sequencesMoreThan(built, shown);
        var switched = options.promote && proven && more == 0 ? new Showing(replay).promote(replay.now(built)) : null;
        return new Outcome(
                replay.now(built),
                replay.ask(owner -> replay.parts().catalog().positions(owner, built)),
                rebuilt.events(),
                rebuilt.took(),
                passage,
                parked.sequences(built),
                switched,
                shown.orElse(null));
    }

    private void audit(Rebuilt rebuilt) throws SQLException {
        replay.ask(owner -> {
            for (var one : rebuilt.generations())
                ReplayAudit.tell(
                        owner,
                        OpenReplay.actor(),
                        "run",
                        one,
                        Map.of(
                                "events", rebuilt.events(),
                                "millis", rebuilt.took().toMillis(),
                                "paused", rebuilt.paused()));
            return rebuilt;
        });
    }

    private int paused(Work work, ReplayWatch watch) {
        work.paused();
        watch.close();
        replay.console()
                .note("stopped at %s; go on with: ./stageline replay resume %s".formatted(watch.reached(), name));
        return ReplayTask.NOT_ALL_WELL;
    }
}
