package io.stageline.cli.replay;

import io.stageline.projection.Generation;
import io.stageline.projection.Generation.State;
import io.stageline.projection.verify.Verification.Stopped;
import io.stageline.standalone.Refusal;
import java.sql.SQLException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code replay diff}: what differs between two generations. */
@Command(
        name = "diff",
        description = {
            "Compares all rows of two generations, such as grid@2 and grid@3, once they are at the same position.",
            "The first is what is expected of the second. Exit code 1 when something differs."
        })
final class DiffCommand extends ReplayTask {
    @Parameters(index = "0", paramLabel = "PROJECTION@A")
    private String expected = "";

    @Parameters(index = "1", paramLabel = "PROJECTION@B")
    private String shown = "";

    @Override
    int run(OpenReplay replay) throws SQLException {
        var left = complete(replay.generationOfThisVersion(expected));
        var right = complete(replay.generationOfThisVersion(shown));
        if (!left.projection().equals(right.projection()))
            throw Refusal.wrongUse(
                    "%s and %s have different tables".formatted(OpenReplay.name(left), OpenReplay.name(right)));
        try (var watch = new ReplayWatch(replay.told(), replay.stop())) {
            var proof = replay.parts().verification().compare(replay.projection(left.projection()), left, right, watch);
            watch.close();
            if (replay.json()) replay.console().say(ReplayJson.of(right, proof, left, 0));
            else {
                ReplayText.proof(proof, null).forEach(replay.console()::say);
            }
            return proof.differing() == 0 ? DONE : NOT_ALL_WELL;
        } catch (Stopped stopped) {
            replay.console().note("stopped before the end; nothing was compared");
            return NOT_ALL_WELL;
        }
    }

    private static Generation complete(Generation generation) {
        if (generation.state() == State.BUILDING)
            throw Refusal.wrongUse("Refused: %s is not at its end; go on with: ./stageline replay resume %s"
                    .formatted(OpenReplay.name(generation), generation.projection()));
        return generation;
    }
}
