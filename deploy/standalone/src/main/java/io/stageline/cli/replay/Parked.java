package io.stageline.cli.replay;

import io.stageline.projection.Generation;
import io.stageline.projection.parked.Letters;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;

/** The letters of the tenant that is asked for, or of all. */
final class Parked {
    private final Letters letters;

    Parked(OpenReplay replay) {
        var all = replay.parts().letters();
        var tenant = replay.tenant();
        this.letters = tenant == null ? all : all.ofTenant(tenant);
    }

    Letters letters() {
        return letters;
    }

    /** How many sequences of the generation wait for somebody. */
    long sequences(Generation generation) throws SQLException {
        return letters.parked(generation).size();
    }

    /** How many of them do not wait in what is shown now. */
    long sequencesMoreThan(Generation candidate, Optional<Generation> shown) throws SQLException {
        var more = new HashSet<>(letters.parked(candidate));
        if (shown.isPresent()) more.removeAll(letters.parked(shown.get()));
        return more.size();
    }
}
