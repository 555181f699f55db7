package io.stageline.cli.replay;

import io.stageline.projection.Projection;
import io.stageline.standalone.Refusal;
import java.sql.SQLException;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code replay resume}: goes on with what was paused, stopped or killed, and begins nothing. */
@Command(
        name = "resume",
        description = "Goes on here with the generation that was paused, stopped or killed; as run, but begins none.")
final class ResumeCommand extends RunCommand {
    @Override
    String word() {
        return "resume";
    }

    @Override
    void mayBegin(OpenReplay replay, List<Projection> projections) throws SQLException {
        for (var projection : projections)
            if (replay.candidate(projection).isEmpty())
                throw Refusal.wrongUse("No generation of %1$s is begun; begin one with: ./stageline replay run %1$s"
                        .formatted(projection.name()));
    }
}
