package io.stageline.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Generations whose tables somebody took away, as who keeps an older log does: the catalogue is told that they are gone. */
public final class LostTables {
    private static final String ACTOR = "start";

    private static final String GONE = """
            UPDATE stageline.generation SET state = 'dropped', changed_at = now()
             WHERE state <> 'dropped' AND to_regnamespace(format('%s_v%s', projection, generation)) IS NULL
            RETURNING projection, generation""";
    private static final String SHOW_NO_MORE =
            "DELETE FROM stageline.live_generation WHERE projection = ? AND generation = ?";
    private static final String NO_WAY_BACK =
            "UPDATE stageline.live_generation SET previous = NULL WHERE projection = ? AND previous = ?";
    private static final String FORGET_LETTERS =
            "DELETE FROM stageline.dead_letter WHERE projection = ? AND generation = ?";
    private static final String FORGET_TOKENS = """
            DELETE FROM stageline.token_entry
             WHERE split_part(processor_name, '/', 1) =
                   (SELECT feed FROM stageline.generation WHERE projection = ? AND generation = ?)""";

    private LostTables() {}

    /** Gives back the generations that are gone since the last time. */
    public static List<Generation> forget(DataSource administrator) throws SQLException {
        return AsOwner.transaction(administrator, owner -> {
            AsOwner.run(owner, Generations.WAIT_FOR_OTHERS);
            var gone = gone(owner);
            for (var one : gone) {
                for (var statement : List.of(SHOW_NO_MORE, NO_WAY_BACK, FORGET_LETTERS, FORGET_TOKENS))
                    run(owner, statement, one);
                ReplayAudit.tell(owner, ACTOR, "lost", one, Map.of());
            }
            return gone;
        });
    }

    private static List<Generation> gone(Connection owner) throws SQLException {
        var gone = new ArrayList<Generation>();
        try (var update = owner.prepareStatement(GONE);
                var row = update.executeQuery()) {
            while (row.next())
                gone.add(new Catalog()
                        .find(owner, row.getString(1), row.getInt(2))
                        .orElseThrow());
        }
        return gone;
    }

    private static void run(Connection owner, String sql, Generation generation) throws SQLException {
        try (var statement = owner.prepareStatement(sql)) {
            statement.setString(1, generation.projection());
            statement.setInt(2, generation.number());
            statement.executeUpdate();
        }
    }
}
