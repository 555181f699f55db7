package io.stageline.projection.admin;

import io.stageline.http.Caller;
import io.stageline.projection.AsOwner;
import io.stageline.projection.Catalog;
import io.stageline.projection.Generation;
import io.stageline.projection.Projection;
import io.stageline.projection.parked.Letter;
import io.stageline.projection.parked.Letters;
import io.stageline.projection.parked.UnknownLetter;
import io.stageline.refusal.Code;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Shows the dead letters of a tenant, retries them and gives them up. */
final class LetterDesk {
    private static final int MOST = 10_000;
    private static final Set<Generation.State> FED =
            Set.of(Generation.State.FOLLOWING, Generation.State.VERIFIED, Generation.State.LIVE, Generation.State.WARM);

    private final Catalog catalog = new Catalog();
    private final List<Projection> projections;
    private final OwnGenerations generations;
    private final Letters letters;
    private final DataSource administrator;

    LetterDesk(List<Projection> projections, OwnGenerations generations, Letters letters, DataSource administrator) {
        this.projections = projections;
        this.generations = generations;
        this.letters = letters;
        this.administrator = administrator;
    }

    /** The first 10,000 letters of each projection in the order of the log, a page of them. */
    Page<LetterAnswer> list(Caller caller, LetterAnswer.@Nullable Status status, int limit, @Nullable UUID cursor)
            throws SQLException {
        var mine = letters.ofTenant(caller.tenant());
        var all = new ArrayList<LetterAnswer>();
        for (var projection : projections)
            for (var letter : mine.list(projection.name(), status == null ? null : status.state(), MOST))
                all.add(LetterAnswer.of(letter));
        return Page.of(all, LetterAnswer::letterId, limit, cursor);
    }

    LetterAnswer show(Caller caller, UUID letter) throws SQLException {
        return LetterAnswer.of(known(caller, letter));
    }

    /** Folds the letter's sequence anew; the answer says whether that went well. */
    LetterAnswer retry(Caller caller, UUID id) throws SQLException {
        var letter = known(caller, id);
        var projection = generations.projection(letter.projection());
        var generation = fed(letter);
        generations.mustBeOfThisVersion(projection, generation);
        var mine = letters.ofTenant(caller.tenant());
        var folded = known(() -> mine.retry(projection, generation, id, Requests.actor(caller)));
        if (folded == 0) generations.audit(caller, "retry-letter", generation, failed(letter));
        return show(caller, id);
    }

    private static Map<String, ?> failed(Letter letter) {
        return Map.of(
                "letter", letter.id().toString(), "stream", letter.stream().toString(), "events", 0);
    }

    /** Gives the letter's sequence up, until somebody retries it. */
    LetterAnswer drop(Caller caller, UUID id, String reason) throws SQLException {
        fed(known(caller, id));
        known(() -> {
            letters.ofTenant(caller.tenant()).drop(id, reason, Requests.actor(caller));
            return id;
        });
        return show(caller, id);
    }

    private Letter known(Caller caller, UUID letter) throws SQLException {
        return known(() -> letters.ofTenant(caller.tenant()).show(letter));
    }

    /** A letter goes with its generation, at any time. */
    private static <T> T known(OwnGenerations.Deed<T> deed) throws SQLException {
        try {
            return deed.done();
        } catch (UnknownLetter unknown) {
            throw Code.UNKNOWN_LETTER.because("There is no such letter.").asException();
        }
    }

    private Generation fed(Letter letter) throws SQLException {
        var generation = AsOwner.transaction(
                        administrator, owner -> catalog.find(owner, letter.projection(), letter.generation()))
                .orElseThrow();
        if (!FED.contains(generation.state()))
            throw Failures.state(generation, "The generation of this letter is not complete, or gone.");
        return generation;
    }
}
