package io.stageline.cli.replay;

import io.stageline.projection.Generation;
import io.stageline.projection.Generation.State;
import io.stageline.projection.Progressing;
import io.stageline.projection.Projection;
import io.stageline.projection.bulk.Job.Kind;
import io.stageline.projection.bulk.ReplayLock.Held;
import io.stageline.projection.verify.Gate.Passage;
import io.stageline.projection.verify.Verification.Extent;
import io.stageline.projection.verify.Verification.Stopped;
import io.stageline.standalone.Refusal;
import java.sql.SQLException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay verify}: whether the rows of a generation are the fold of the log, and what differs. */
@Command(
        name = "verify",
        description = {
            "Folds the log anew, or a sample of it, and compares. Without a number it takes the generation that is not",
            "shown yet, else the live one. Works under load. Exit code 1 when something differs."
        })
final class VerifyCommand extends ReplayTask {
    @Parameters(paramLabel = "PROJECTION[@N]")
    private String target = "";

    @Option(names = "--whole", description = "Fold the whole log, not a sample of it.")
    private boolean whole;

    @Option(
            names = "--sample",
            paramLabel = "STREAMS",
            defaultValue = "1000",
            description = "How many streams of each log are folded (default: 1000).")
    private int streams = RunOptions.SAMPLE;

    @Option(names = "--repair", description = "Replace the rows that are told to differ, and look again.")
    private boolean repair;

    @Override
    void check() {
        if (streams < 1) throw Refusal.wrongUse("--sample must be 1 stream or more, not " + streams);
    }

    @Override
    int run(OpenReplay replay) throws SQLException, Held {
        var projection = projection(replay);
        var command = "verify " + target;
        try (var locked = replay.lock(command, List.of(projection))) {
            return verify(replay, projection, generation(replay), OpenReplay.holder(command));
        }
    }

    private int verify(OpenReplay replay, Projection projection, Generation generation, String holder)
            throws SQLException {
        var kind = repair ? Kind.REPAIR : Kind.VERIFY;
        try (var watch = new ReplayWatch(replay.told(), replay.stop());
                var work = Work.begin(replay, kind, List.of(generation), 0, holder)) {
            try {
                var all = work.watch(watch);
                var passage = prove(replay, projection, generation, all);
                var repaired = 0;
                if (repair && passage.proof().differing() > 0) {
                    repaired = repair(replay, projection, passage);
                    passage = prove(replay, projection, generation, all);
                }
                watch.close();
                work.done(passage.proof().differing());
                tell(replay, passage, repaired);
                return passage.proof().differing() == 0 ? DONE : NOT_ALL_WELL;
            } catch (Stopped stopped) {
                watch.close();
                work.paused();
                replay.console().note("stopped before the end; nothing was compared");
                return NOT_ALL_WELL;
            } catch (SQLException | RuntimeException failed) {
                work.fails(failed);
                throw failed;
            }
        }
    }

    private static int repair(OpenReplay replay, Projection projection, Passage passage) throws SQLException {
        return replay.parts()
                .repair()
                .run(projection, passage.generation(), passage.proof().first(), OpenReplay.actor());
    }

    private Projection projection(OpenReplay replay) throws SQLException {
        return OpenReplay.namesGeneration(target)
                ? replay.projection(replay.generationOfThisVersion(target).projection())
                : replay.projection(target);
    }

    private Generation generation(OpenReplay replay) throws SQLException {
        var generation = OpenReplay.namesGeneration(target)
                ? replay.generationOfThisVersion(target)
                : unnamed(replay, replay.projection(target));
        if (generation.state() == State.BUILDING)
            throw Refusal.wrongUse("Refused: %s is not at its end; go on with: ./stageline replay resume %s"
                    .formatted(OpenReplay.name(generation), generation.projection()));
        return generation;
    }

    private static Generation unnamed(OpenReplay replay, Projection projection) throws SQLException {
        var candidate = replay.candidate(projection);
        return candidate.isPresent()
                ? candidate.get()
                : replay.live(projection)
                        .orElseThrow(() -> Refusal.wrongUse("No generation of " + projection.name() + " is shown"));
    }

    private Passage prove(OpenReplay replay, Projection projection, Generation generation, Progressing all)
            throws SQLException {
        return replay.parts().gate().pass(projection, generation, new Extent(whole, streams), all);
    }

    private static void tell(OpenReplay replay, Passage passage, int repaired) {
        var console = replay.console();
        if (replay.json()) {
            console.say(ReplayJson.of(passage.generation(), passage.proof(), passage.comparedWith(), repaired));
            return;
        }
        if (repaired > 0) console.say("%,d row%s repaired".formatted(repaired, repaired == 1 ? " was" : "s were"));
        var lines = ReplayText.proof(passage.proof(), passage.comparedWith());
        lines.subList(0, lines.size() - 1).forEach(console::say);
        console.say("%s, %s: %s"
                .formatted(
                        OpenReplay.name(passage.generation()),
                        OpenReplay.state(passage.generation()),
                        lines.get(lines.size() - 1)));
    }
}
