package io.stageline.projection.admin;

import io.stageline.projection.AsOwner;
import io.stageline.projection.Catalog;
import io.stageline.projection.Generation;
import io.stageline.projection.Progressing;
import io.stageline.projection.Projection;
import io.stageline.projection.Proof;
import io.stageline.projection.parked.Letters;
import io.stageline.projection.verify.Verification;
import io.stageline.projection.verify.Verification.Apart;
import io.stageline.projection.verify.Verification.Extent;
import io.stageline.refusal.Code;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import javax.sql.DataSource;

/** What must hold before a tenant is shown a generation: it is the fold of the log, and lacks nothing that is shown now. */
final class Proving {
    private static final int SAMPLE = 1_000;

    private final Catalog catalog = new Catalog();
    private final Verification verification;
    private final Letters letters;
    private final DataSource administrator;

    Proving(Verification verification, Letters letters, DataSource administrator) {
        this.verification = verification;
        this.letters = letters;
        this.administrator = administrator;
    }

    /**
     * Compares the generation with the log and, if only some streams of that are read, in full with what is shown now. Keeps
     * the outcome and gives back the number of fields that differ.
     */
    long prove(Projection projection, Generation generation, boolean whole, Progressing watcher) throws SQLException {
        watcher.phase("proving", 0);
        var proof = verification.prove(projection, generation, new Extent(whole, SAMPLE), watcher);
        var both = whole ? proof : both(proof, compared(projection, generation, watcher));
        return AsOwner.transaction(administrator, owner -> {
            catalog.proven(owner, generation, both);
            return both.differing();
        });
    }

    private Optional<Proof> compared(Projection projection, Generation generation, Progressing watcher)
            throws SQLException {
        var shown = shownInsteadOf(generation);
        if (shown.isEmpty() || shown.get().number() == generation.number()) return Optional.empty();
        try {
            return Optional.of(verification.compare(projection, shown.get(), generation, watcher));
        } catch (Apart fed) { // so busy that they never meet: the sample must do
            return Optional.empty();
        }
    }

    private static Proof both(Proof sampled, Optional<Proof> compared) {
        return compared.map(with -> new Proof(
                        with.at(),
                        with.rows(),
                        sampled.streams(),
                        with.checksum(),
                        false,
                        sampled.differing() + with.differing(),
                        sampled.first()))
                .orElse(sampled);
    }

    private Optional<Generation> shownInsteadOf(Generation generation) throws SQLException {
        return AsOwner.transaction(
                administrator,
                owner -> catalog.live(owner, generation.projection(), generation.shape(), generation.tenant()));
    }

    /** Refuses a generation in which events wait for somebody that are shown now. */
    void mustLackNothing(Generation generation) throws SQLException {
        var tenant = generation.tenant();
        if (tenant == null) throw new IllegalArgumentException("not a generation of one tenant");
        var mine = letters.ofTenant(tenant);
        var shown = shownInsteadOf(generation);
        var lacking = new HashSet<>(mine.parked(generation));
        if (shown.isPresent()) lacking.removeAll(mine.parked(shown.get()));
        if (lacking.isEmpty()) return;
        throw Code.NOT_PROVEN
                .because("Dead letters wait in this generation that are shown now; retry or drop them first.")
                .with("parked", lacking.size())
                .asException();
    }
}
