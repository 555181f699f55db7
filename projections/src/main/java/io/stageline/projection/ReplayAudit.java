package io.stageline.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who did what to a generation, written in the transaction of what was done. */
public final class ReplayAudit {
    private static final String TELL = """
            INSERT INTO stageline.replay_audit (actor, action, projection, generation, for_tenant, detail)
            VALUES (?, ?, ?, ?, ?, ?::jsonb)""";

    private ReplayAudit() {}

    /** Adds a line; the details must not be personal. */
    public static void tell(
            Connection connection, String actor, String action, Generation generation, Map<String, ?> details)
            throws SQLException {
        tell(connection, actor, action, generation, generation.tenant(), details);
    }

    /** The same of what concerns a tenant, or all, whosever the generation is. */
    public static void tell(
            Connection connection,
            String actor,
            String action,
            Generation generation,
            @Nullable UUID tenant,
            Map<String, ?> details)
            throws SQLException {
        try (var insert = connection.prepareStatement(TELL)) {
            insert.setString(1, actor);
            insert.setString(2, action);
            insert.setString(3, generation.projection());
            insert.setInt(4, generation.number());
            insert.setObject(5, tenant);
            insert.setString(6, Json.MAPPER.writeValueAsString(details));
            insert.executeUpdate();
        }
    }
}
