package io.stageline.cli.replay;

import io.stageline.projection.Generation;
import io.stageline.projection.Generation.State;
import io.stageline.projection.Projection;
import io.stageline.projection.parked.Letter;
import io.stageline.projection.parked.Letters;
import io.stageline.standalone.Refusal;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** Letters that are folded again, and what came of them; only into generations that are fed, by the version that feeds them. */
final class Retry {
    private static final Set<State> NOT_FED = Set.of(State.BUILDING, State.DROPPED);

    private final OpenReplay replay;
    private final Projection projection;
    private final Letters letters;
    private int folded;
    private int failed;

    Retry(OpenReplay replay, Projection projection, Letters letters) {
        this.replay = replay;
        this.projection = projection;
        this.letters = letters;
    }

    int folded() {
        return folded;
    }

    int failed() {
        return failed;
    }

    /** Refused if nothing may be folded into its generation. */
    void one(Letter letter) throws SQLException {
        var generation = generation(letter);
        if (generation.isPresent() && !isFed(generation.get()))
            throw Refusal.wrongUse("Refused: %s is %s%s; nothing is folded into it from here"
                    .formatted(
                            OpenReplay.name(generation.get()),
                            OpenReplay.state(generation.get()),
                            replay.isOfThisVersion(generation.get()) ? "" : " and of another version of Stageline"));
        oneOfMany(letter);
    }

    /** A retry folds the whole sequence, so with one letter others are done too. */
    void oneOfMany(Letter letter) throws SQLException {
        if (!isStillParked(letter)) return;
        var generation = generation(letter).filter(this::isFed);
        var events =
                generation.isEmpty() ? 0 : letters.retry(projection, generation.get(), letter.id(), OpenReplay.actor());
        folded += events;
        if (events == 0 && isStillParked(letter)) failed++;
    }

    private Optional<Generation> generation(Letter letter) throws SQLException {
        return replay.ask(owner -> replay.parts().catalog().find(owner, letter.projection(), letter.generation()));
    }

    private boolean isFed(Generation generation) {
        return !NOT_FED.contains(generation.state()) && replay.isOfThisVersion(generation);
    }

    private boolean isStillParked(Letter letter) throws SQLException {
        return letters.show(letter.id()).state() != Letter.State.DONE;
    }
}
