package io.stageline.cli.replay;

import io.stageline.projection.Projection;
import io.stageline.projection.bulk.ReplayLock.Held;
import java.sql.SQLException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code replay run}: a generation is built from the log, or gone on with, then proven, and shown if that is wanted. */
@Command(
        name = "run",
        description = {
            "Builds a generation of PROJECTION from the log, waits until it is at the head, and proves it.",
            "Goes on with one that was begun. Ctrl-C stops at a checkpoint. Exit code 1 when it differs from the log,",
            "when events of it are parked, or when it was stopped before the end."
        })
class RunCommand extends ReplayTask {
    @Parameters(paramLabel = "PROJECTION")
    private String name = "";

    @Mixin
    private RunOptions options = new RunOptions();

    @Override
    void check() {
        options.check();
    }

    @Override
    int run(OpenReplay replay) throws SQLException, InterruptedException, Held {
        var projections = replay.projections(name);
        mayBegin(replay, projections);
        try (var locked = replay.lock(word() + " " + name, projections)) {
            return new Run(replay, projections, name, options).go(OpenReplay.holder(word() + " " + name));
        }
    }

    /** How the command is called. */
    String word() {
        return "run";
    }

    /** Refuses what would do nothing. */
    void mayBegin(OpenReplay replay, List<Projection> projections) throws SQLException {}
}
