package io.stageline.webhook.automation;

import io.stageline.webhook.automation.Errand.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Does what was asked about many messages in pieces, each in a short transaction together with a note of what is left: whoever
 * dies in between has lost nothing, and the feed of a log waits for no tenant's messages.
 */
final class Errands {
    private static final String NEXT = """
            SELECT tenant_id, endpoint_id, position, kind, from_sequence, to_sequence
              FROM stageline.webhook_errand
             ORDER BY worked_at
             LIMIT 1
               FOR UPDATE SKIP LOCKED""";
    private static final String KEEP = """
            INSERT INTO stageline.webhook_errand
                   (tenant_id, endpoint_id, position, kind, from_sequence, to_sequence, worked_at)
            VALUES (?, ?, ?, ?, ?, ?, clock_timestamp())
                ON CONFLICT (tenant_id, endpoint_id, position) DO UPDATE
               SET from_sequence = excluded.from_sequence, worked_at = excluded.worked_at""";
    private static final String DONE =
            "DELETE FROM stageline.webhook_errand WHERE tenant_id = ? AND endpoint_id = ? AND position = ?";

    private final DataSource database;

    Errands(DataSource database) {
        this.database = database;
    }

    /** Does the first piece within the feed's transaction, if somebody waits for it; the rest is done by whoever has time. */
    static void begin(Connection connection, Errand errand) throws SQLException {
        var rest = errand.kind() == Kind.remove ? errand : Pieces.next(connection, errand);
        if (rest != null) keep(connection, rest);
    }

    /** Does a piece for whoever has waited longest; false when nobody waits. */
    boolean step() throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var errand = next(connection);
                if (errand != null) goOn(connection, errand);
                connection.commit();
                return errand != null;
            } catch (SQLException | RuntimeException failed) {
                connection.rollback();
                throw failed;
            }
        }
    }

    private static void goOn(Connection connection, Errand errand) throws SQLException {
        var isOver = errand.kind() != Kind.remove && !Pieces.lock(connection, errand.endpoint());
        var rest = isOver ? null : Pieces.next(connection, errand);
        if (rest == null) done(connection, errand);
        else keep(connection, rest);
    }

    private static @Nullable Errand next(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(NEXT);
                var row = select.executeQuery()) {
            return row.next() ? errand(row) : null;
        }
    }

    private static Errand errand(ResultSet row) throws SQLException {
        return new Errand(
                new EndpointKey(row.getObject("tenant_id", UUID.class), row.getObject("endpoint_id", UUID.class)),
                row.getLong("position"),
                Kind.valueOf(row.getString("kind")),
                row.getLong("from_sequence"),
                row.getLong("to_sequence"));
    }

    private static void keep(Connection connection, Errand errand) throws SQLException {
        try (var insert = connection.prepareStatement(KEEP)) {
            insert.setObject(1, errand.endpoint().tenant());
            insert.setObject(2, errand.endpoint().endpoint());
            insert.setLong(3, errand.position());
            insert.setString(4, errand.kind().name());
            insert.setLong(5, errand.from());
            insert.setLong(6, errand.to());
            insert.executeUpdate();
        }
    }

    private static void done(Connection connection, Errand errand) throws SQLException {
        try (var delete = connection.prepareStatement(DONE)) {
            delete.setObject(1, errand.endpoint().tenant());
            delete.setObject(2, errand.endpoint().endpoint());
            delete.setLong(3, errand.position());
            delete.executeUpdate();
        }
    }
}
