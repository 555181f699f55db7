package io.stageline.projection.admin;

import io.stageline.http.Caller;
import io.stageline.projection.Feeding;
import io.stageline.projection.Generation;
import io.stageline.projection.Generation.State;
import io.stageline.projection.Generations;
import io.stageline.projection.admin.GenerationAnswer.ProofAnswer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Shows the generations of a tenant, switches between them and drops them. */
final class GenerationDesk {
    // Positions are those of the log that the tenant lives in.
    private static final String SEEN_BY = """
            SELECT g.projection, g.generation, g.only_tenant IS NOT NULL AS own, g.state, g.created_at,
                   coalesce(f.position, 0) AS position, greatest(h.position - coalesce(f.position, 0), 0) AS behind,
                   (g.proof -> 'at' ->> h.log_id::text)::bigint AS proof_at,
                   (g.proof ->> 'rows')::bigint AS proof_rows, (g.proof ->> 'streams')::bigint AS proof_streams,
                   g.proof ->> 'checksum' AS proof_checksum, (g.proof ->> 'whole')::boolean AS proof_whole,
                   (g.proof ->> 'differing')::bigint AS proof_differing
              FROM stageline.generation AS g
              JOIN stageline.log_head AS h ON h.log_id = ?
              LEFT JOIN stageline.feed_position AS f ON f.feed = g.feed AND f.log_id = h.log_id
             WHERE g.state <> 'dropped'
               AND (g.only_tenant = ? OR g.only_tenant IS NULL AND g.state = 'live')
             ORDER BY g.projection, g.generation""";

    private final OwnGenerations generations;
    private final Generations all;
    private final Promotion promotion;
    private final Feeding feeding;
    private final JdbcTemplate database;

    GenerationDesk(
            OwnGenerations generations, Generations all, Promotion promotion, Feeding feeding, DataSource projecting) {
        this.generations = generations;
        this.all = all;
        this.promotion = promotion;
        this.feeding = feeding;
        this.database = new JdbcTemplate(projecting);
    }

    /** The generations of the tenant that are not dropped, and those that everybody is shown. */
    List<GenerationAnswer> list(Caller caller) {
        return database.query(SEEN_BY, GenerationDesk::answer, caller.log(), caller.tenant());
    }

    /** Shows the tenant a generation that is proven. */
    GenerationAnswer promote(Caller caller, String projection, int number) throws SQLException {
        return alone(caller, projection, number, () -> {
            promotion.now(caller, ofThisVersion(caller, projection, number));
            return answer(caller, projection, number);
        });
    }

    /** Shows the tenant what it was shown before this generation; gives back what that is. */
    GenerationAnswer rollback(Caller caller, String projection, int number) throws SQLException {
        return alone(caller, projection, number, () -> {
            var now = promotion.back(caller, ofThisVersion(caller, projection, number));
            return answer(caller, now.projection(), now.number());
        });
    }

    /** Takes a generation away that the tenant is not shown. */
    int drop(Caller caller, String projection, int number) throws SQLException {
        return alone(caller, projection, number, () -> {
            var generation = generations.find(caller, projection, number);
            if (generation.state() == State.LIVE)
                throw Failures.state(generation, "This generation is shown; roll back first.");
            all.drop(generation, Requests.actor(caller));
            feeding.look();
            return number;
        });
    }

    /** What does not exist is unknown, also while others are at work. */
    private <T> T alone(Caller caller, String projection, int number, OwnGenerations.Deed<T> deed) throws SQLException {
        var known = generations.projection(projection);
        generations.find(caller, known.name(), number);
        return generations.alone(caller, known.name(), deed);
    }

    private Generation ofThisVersion(Caller caller, String projection, int number) throws SQLException {
        var generation = generations.find(caller, projection, number);
        generations.mustBeOfThisVersion(generations.projection(projection), generation);
        return generation;
    }

    private GenerationAnswer answer(Caller caller, String projection, int number) {
        return list(caller).stream()
                .filter(one -> one.projection().equals(projection) && one.generation() == number)
                .findFirst()
                .orElseThrow();
    }

    private static GenerationAnswer answer(ResultSet row, int n) throws SQLException {
        var own = row.getBoolean("own");
        return new GenerationAnswer(
                row.getString("projection"),
                row.getInt("generation"),
                own,
                GenerationAnswer.State.valueOf(row.getString("state")),
                row.getLong("position"),
                row.getLong("behind"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                own ? proof(row) : null);
    }

    private static @Nullable ProofAnswer proof(ResultSet row) throws SQLException {
        var checksum = row.getString("proof_checksum");
        return checksum == null
                ? null
                : new ProofAnswer(
                        row.getLong("proof_at"),
                        row.getLong("proof_rows"),
                        row.getLong("proof_streams"),
                        checksum,
                        row.getBoolean("proof_whole"),
                        row.getLong("proof_differing"));
    }
}
