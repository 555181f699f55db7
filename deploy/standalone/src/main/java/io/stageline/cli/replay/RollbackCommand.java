package io.stageline.cli.replay;

import io.stageline.projection.bulk.ReplayLock.Held;
import io.stageline.standalone.Refusal;
import java.sql.SQLException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code replay rollback}: shows readers the generation before. */
@Command(
        name = "rollback",
        description = "Shows readers the generation before again; no row, version or position goes back with it.")
final class RollbackCommand extends ReplayTask {
    @Parameters(paramLabel = "PROJECTION")
    private String name = "";

    @Override
    int run(OpenReplay replay) throws SQLException, InterruptedException, Held {
        var projection = replay.projection(name);
        try (var locked = replay.lock("rollback " + name, List.of(projection))) {
            var shown = replay.live(projection)
                    .orElseThrow(() -> Refusal.wrongUse("No generation of " + name + " is shown"));
            var switched = new Showing(replay).rollback(shown);
            if (replay.json()) replay.console().say(ReplayJson.of(switched));
            else replay.console().say(ReplayText.switched(switched, shown));
            return DONE;
        }
    }
}
