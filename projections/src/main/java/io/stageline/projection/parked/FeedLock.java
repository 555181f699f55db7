package io.stageline.projection.parked;

import io.stageline.projection.Generation;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The right to change rows of a generation beside its feed. A feed updates its token before it folds, so whoever holds the
 * token's row first has it stand still between two batches.
 */
record FeedLock(Connection connection) {
    private static final String TAKE = """
            SELECT coalesce((convert_from(token.token, 'UTF8')::jsonb ->> 'globalIndex')::bigint, 0)
              FROM stageline.token_entry AS token
             WHERE token.segment = 0
               AND token.processor_name = (SELECT feed || CASE ?::int WHEN 0 THEN '' ELSE '/' || ?::int END
                                             FROM stageline.generation
                                            WHERE projection = ? AND generation = ?)
               FOR UPDATE""";
    private static final String WRITE_TO = "SELECT set_config('search_path', ?, true)";
    private static final String NEW_EDITION = """
            UPDATE stageline.live_generation
               SET edition = nextval('stageline.edition')
             WHERE projection = ? AND generation = ?""";
    private static final String AUDIT = """
            INSERT INTO stageline.replay_audit (actor, action, projection, generation, for_tenant, detail)
            VALUES (?, ?, ?, ?, ?, jsonb_build_object('letter', ?::text, 'stream', ?::text, 'events', ?::int))""";

    /** Waits for the running batch; says up to which position the generation is fed on the letter's log. */
    long take(Letter letter) throws SQLException {
        try (var lock = connection.prepareStatement(TAKE)) {
            lock.setInt(1, letter.log());
            lock.setInt(2, letter.log());
            lock.setString(3, letter.projection());
            lock.setInt(4, letter.generation());
            try (var row = lock.executeQuery()) {
                if (!row.next()) throw new UnknownLetter(letter.id()); // it goes with its generation
                return row.getLong(1);
            }
        }
    }

    /** From here on names of tables are those of the generation. */
    void writeTo(Generation generation) throws SQLException {
        try (var path = connection.prepareStatement(WRITE_TO)) {
            path.setString(1, generation.schema());
            path.execute();
        }
    }

    /** What readers hold of the generation is not what they would get any more. */
    void newEdition(Generation generation) throws SQLException {
        try (var update = connection.prepareStatement(NEW_EDITION)) {
            update.setString(1, generation.projection());
            update.setInt(2, generation.number());
            update.executeUpdate();
        }
    }

    void audit(Letter letter, String actor, String action, int events) throws SQLException {
        try (var insert = connection.prepareStatement(AUDIT)) {
            insert.setString(1, actor);
            insert.setString(2, action);
            insert.setString(3, letter.projection());
            insert.setInt(4, letter.generation());
            insert.setObject(5, letter.tenant());
            insert.setString(6, letter.id().toString());
            insert.setString(7, letter.stream().toString());
            insert.setInt(8, events);
            insert.executeUpdate();
        }
    }
}
