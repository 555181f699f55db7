package io.stageline.projection.verify;

import io.stageline.projection.AsOwner;
import io.stageline.projection.Catalog;
import io.stageline.projection.Difference;
import io.stageline.projection.Generation;
import io.stageline.projection.Generation.State;
import io.stageline.projection.Progressing;
import io.stageline.projection.Projection;
import io.stageline.projection.Proof;
import io.stageline.projection.verify.Verification.Apart;
import io.stageline.projection.verify.Verification.Extent;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What a generation passes before readers see it: a proof against the log and, if only a sample of it was folded, a
 * comparison of all rows with what is shown now. Two ways lead to the same rows, so a fault of one of them is seen.
 */
public final class Gate {
    private static final Set<State> UNSEEN = Set.of(State.FOLLOWING, State.VERIFIED);
    private static final int TOLD = 100;

    private final DataSource administrator;
    private final Verification verification;
    private final Catalog catalog;

    /** The login behind the data source must be allowed to become stageline_owner. */
    public Gate(DataSource administrator, Verification verification, Catalog catalog) {
        this.administrator = administrator;
        this.verification = verification;
        this.catalog = catalog;
    }

    /** The outcome, the generation as it is after it, and the one it was compared with in full, if it was with any. */
    public record Passage(
            Proof proof, Generation generation, @Nullable Generation comparedWith) {}

    /** Proves the generation, and keeps the outcome with it. */
    public Passage pass(Projection projection, Generation generation, Extent extent, Progressing watcher)
            throws SQLException {
        if (!extent.whole()) watcher.phase("sampling", 0);
        var proof = verification.prove(projection, generation, extent, watcher);
        var shown = extent.whole() ? Optional.<Generation>empty() : shownInsteadOf(generation);
        var compared = compared(projection, shown, generation, watcher);
        var both = compared.isPresent() ? both(proof, compared.get()) : proof;
        var now = AsOwner.transaction(administrator, owner -> {
            catalog.proven(owner, generation, both);
            return catalog.find(owner, generation.projection(), generation.number());
        });
        return new Passage(both, now.orElse(generation), compared.isPresent() ? shown.orElseThrow() : null);
    }

    private Optional<Proof> compared(
            Projection projection, Optional<Generation> shown, Generation generation, Progressing watcher)
            throws SQLException {
        if (shown.isEmpty()) return Optional.empty();
        try {
            return Optional.of(verification.compare(projection, shown.get(), generation, watcher));
        } catch (Apart fed) {
            return Optional.empty();
        }
    }

    private Optional<Generation> shownInsteadOf(Generation candidate) throws SQLException {
        if (!UNSEEN.contains(candidate.state())) return Optional.empty();
        return AsOwner.transaction(
                administrator,
                owner -> catalog.live(owner, candidate.projection(), candidate.shape(), candidate.tenant()));
    }

    private static Proof both(Proof sampled, Proof compared) {
        List<Difference> first = new ArrayList<>(sampled.first());
        first.addAll(compared.first());
        return new Proof(
                compared.at(),
                compared.rows(),
                sampled.streams(),
                compared.checksum(),
                false,
                sampled.differing() + compared.differing(),
                first.subList(0, Math.min(first.size(), TOLD)));
    }
}
