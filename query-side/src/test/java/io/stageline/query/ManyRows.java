package io.stageline.query;

import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** A journal of many entries alike, present and past, written in one go. */
public final class ManyRows {
    private static final String PATHS = """
            CREATE TABLE IF NOT EXISTS public.many AS
            SELECT n, ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid AS contact_id, at,
                   'ASK' || E'\\x1f' || m || ',' || m || ',6,1,0' || E'\\x1eCONTACT\\x1f' || m || ',2,3,86400,86400,0'
                   || E'\\x1eMEET\\x1f' || m || ',2,5,86400,86400,0' || E'\\x1eASK\\x1f' || m || ',2,7,86400,86400,1' AS path
              FROM generate_series(1, %d) AS n,
                   LATERAL (SELECT '%s'::timestamptz - n %% 1000 * interval '1 hour' AS at) AS t,
                   LATERAL (SELECT (extract(epoch FROM at) * 1000000)::bigint AS m) AS micros""";

    private static final String ROWS = """
            INSERT INTO live.grid_row (tenant_id, journal_id, contact_id, present, current_stage, current_since,
                   last_activity_at, path, moves, skips, decision_status, decision_change, version)
            SELECT ?, ?, contact_id, true, 'ASK', at, at, path, 6, 1, NULL, NULL, 8
              FROM public.many""";

    private static final String LINES = """
            INSERT INTO live.entry_event (tenant_id, journal_id, contact_id, position, version, what, event_id, leap,
                   recorded_at, actor, command, request, present, current_stage, current_since, last_activity_at, path,
                   moves, skips, backwards)
            SELECT ?, ?, contact_id, ? + n, 8, 'added', contact_id, 0, now(), contact_id, contact_id, contact_id, true,
                   'ASK', at, at, path, 6, 1, 0
              FROM public.many""";

    private static final String TOKEN = """
            INSERT INTO stageline.token_entry (processor_name, segment, token) VALUES ('grid', 0, '{"globalIndex": %d}')""";

    private ManyRows() {}

    /** Writes so many entries behind the position, and lets the read models stand at the last one. */
    public static long write(ReadServer server, UUID tenant, UUID journal, int entries, long position) {
        JdbcTemplate admin = server.admin;
        admin.execute(PATHS.formatted(entries, ReadServer.NOW));
        admin.update(ROWS, tenant, journal);
        admin.update(LINES, tenant, journal, position);
        var last = position + entries;
        standAt(server, last);
        admin.execute("ANALYZE");
        return last;
    }

    /** Lets the read models stand at a position. */
    public static void standAt(ReadServer server, long position) {
        server.admin.update("DELETE FROM stageline.token_entry");
        server.admin.update(TOKEN.formatted(position));
    }
}
