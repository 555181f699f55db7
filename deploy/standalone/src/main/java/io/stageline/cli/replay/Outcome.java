package io.stageline.cli.replay;

import io.stageline.projection.Generation;
import io.stageline.projection.Generation.State;
import io.stageline.projection.Switching.Switched;
import io.stageline.projection.verify.Gate.Passage;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of a run for one generation. */
record Outcome(
        Generation generation,
        Map<Integer, Long> positions,
        long events,
        Duration took,
        @Nullable Passage passage,
        long parked,
        @Nullable Switched switched,
        @Nullable Generation before) {

    @Nullable
    Long differences() {
        return passage == null ? null : passage.proof().differing();
    }

    int exitCode() {
        var differs = passage != null && passage.proof().differing() > 0;
        return differs || parked > 0 ? ReplayTask.NOT_ALL_WELL : ReplayTask.DONE;
    }

    void tell(OpenReplay replay) {
        var console = replay.console();
        if (replay.json()) {
            console.say(ReplayJson.of(this));
            return;
        }
        var seconds = Math.max(took.toMillis(), 1) / 1000.0;
        console.say("%s is %s: %,d events in %.1f s, %,.0f events/s; %s"
                .formatted(
                        OpenReplay.name(generation),
                        OpenReplay.state(generation),
                        events,
                        seconds,
                        events / seconds,
                        ReplayText.at(positions)));
        if (passage != null)
            ReplayText.proof(passage.proof(), passage.comparedWith()).forEach(console::say);
        if (parked > 0)
            console.say("%s %s parked: ./stageline replay parked %s"
                    .formatted(ReplayText.count(parked, "sequence"), ReplayText.are(parked), generation.projection()));
        if (switched != null) console.say(ReplayText.switched(switched, before));
        else next(replay);
    }

    private void next(OpenReplay replay) {
        var name = OpenReplay.name(generation);
        if (generation.state() == State.VERIFIED)
            replay.console()
                    .say("show it to readers with: ./stageline replay promote " + generation.projection()
                            + ReplayText.forTenant(generation));
        else if (passage == null)
            replay.console().say("prove it with: ./stageline replay verify " + name + ReplayText.forTenant(generation));
        else
            replay.console()
                    .say("it cannot be promoted; if what readers see is what differs, fold the whole log to decide:"
                            + " ./stageline replay verify " + name + " --whole");
    }
}
