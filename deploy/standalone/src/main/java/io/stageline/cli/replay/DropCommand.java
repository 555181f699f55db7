package io.stageline.cli.replay;

import io.stageline.projection.Generation;
import io.stageline.projection.Generation.State;
import io.stageline.projection.bulk.ReplayLock.Held;
import io.stageline.standalone.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay drop}: takes a generation away that nobody is shown. */
@Command(
        name = "drop",
        description = "Takes away a generation that is not shown: its tables, its feed and its letters.")
final class DropCommand extends ReplayTask {
    private static final String IS_THE_WAY_BACK =
            "SELECT EXISTS (SELECT FROM stageline.live_generation WHERE projection = ? AND previous = ?)";

    @Parameters(paramLabel = "PROJECTION@N")
    private String target = "";

    @Option(names = "--yes", description = "Also the one that rollback goes to.")
    private boolean yes;

    @Override
    int run(OpenReplay replay) throws SQLException, Held {
        var projection = replay.generation(target).projection();
        try (var locked = replay.lock("drop " + target, List.of(replay.projection(projection)))) {
            var generation = replay.generation(target);
            if (generation.state() == State.LIVE)
                throw Refusal.wrongUse("Refused: %s is live; promote another one first".formatted(target));
            if (!yes && replay.ask(owner -> isTheWayBack(owner, generation)))
                throw Refusal.wrongUse("Refused: %s is what rollback goes to; give --yes if it is not needed any more"
                        .formatted(target));
            replay.parts().generations().drop(generation, OpenReplay.actor());
            if (replay.json()) replay.console().say(ReplayJson.text(ReplayJson.generation(replay.now(generation))));
            else replay.console().say(target + " is dropped");
            return DONE;
        }
    }

    private static boolean isTheWayBack(Connection owner, Generation generation) throws SQLException {
        try (var select = owner.prepareStatement(IS_THE_WAY_BACK)) {
            select.setString(1, generation.projection());
            select.setInt(2, generation.number());
            try (var row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
