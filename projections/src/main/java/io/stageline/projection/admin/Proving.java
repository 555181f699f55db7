package io.stageline.projection.admin;

import io.stageline.projection.AsOwner;
import io.stageline.projection.Catalog;
import io.stageline.projection.Generation;
import io.stageline.projection.Progressing;
import io.stageline.projection.Projection;
import io.stageline.projection.parked.Letters;
import io.stageline.projection.verify.Gate;
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
    private final Gate gate;
    private final Letters letters;
    private final DataSource administrator;

    Proving(Gate gate, Letters letters, DataSource administrator) {
        this.gate = gate;
        this.letters = letters;
        this.administrator = administrator;
    }

    /** Lets the generation through the gate; gives back the number of fields that differ. */
    long prove(Projection projection, Generation generation, boolean whole, Progressing watcher) throws SQLException {
        return gate.pass(projection, generation, new Extent(whole, SAMPLE), watcher)
                .proof()
                .differing();
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
