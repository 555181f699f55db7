package io.stageline.cli.replay;

import io.stageline.projection.Generation;
import io.stageline.projection.Generation.State;
import io.stageline.projection.bulk.ReplayLock.Held;
import io.stageline.standalone.Refusal;
import java.sql.SQLException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay promote}: shows readers the generation that was proven. */
@Command(
        name = "promote",
        description = "Shows readers the generation that was built and verified. What was shown is kept up to date for"
                + " rollback.")
final class PromoteCommand extends ReplayTask {
    @Parameters(paramLabel = "PROJECTION")
    private String name = "";

    @Option(names = "--parked", description = "Also if sequences are parked in it that are not parked in the live one.")
    private boolean parked;

    @Override
    int run(OpenReplay replay) throws SQLException, InterruptedException, Held {
        var projection = replay.projection(name);
        try (var locked = replay.lock("promote " + name, List.of(projection))) {
            var candidate = replay.candidate(projection)
                    .orElseThrow(() -> Refusal.wrongUse(
                            "There is nothing to promote; build it with: ./stageline replay run " + name));
            mustBeVerified(candidate);
            mustHaveNoMoreParked(replay, candidate);
            var before = replay.live(projection).orElse(null);
            var switched = new Showing(replay).promote(candidate);
            if (replay.json()) replay.console().say(ReplayJson.of(switched));
            else replay.console().say(ReplayText.switched(switched, before));
            return DONE;
        }
    }

    private static void mustBeVerified(Generation candidate) {
        if (candidate.state() == State.VERIFIED) return;
        var next = candidate.state() == State.BUILDING
                ? "resume " + candidate.projection()
                : "verify " + OpenReplay.name(candidate);
        throw Refusal.wrongUse("Refused: %s is %s and not verified; first: ./stageline replay %s"
                .formatted(OpenReplay.name(candidate), OpenReplay.state(candidate), next));
    }

    private void mustHaveNoMoreParked(OpenReplay replay, Generation candidate) throws SQLException {
        var live = replay.live(replay.projection(name));
        var letters = new Parked(replay);
        var more = live.isEmpty() ? letters.sequences(candidate) : letters.sequencesMoreThan(candidate, live.get());
        if (more > 0 && !parked)
            throw Refusal.wrongUse(
                    "Refused: %s %s parked in %s and not in what is shown; see ./stageline replay parked %s, or give --parked"
                            .formatted(
                                    ReplayText.count(more, "sequence"),
                                    ReplayText.are(more),
                                    OpenReplay.name(candidate),
                                    name));
    }
}
