package io.stageline.query;

/**
 * Where the SQL of an answer takes its entries, its journal and the events of its entries from: the tables of the present,
 * or the same columns as they stood at the position {@code :upTo}; and when an alert counts as open. Each but the last stands between FROM and an alias, and names
 * {@code :tenant} and {@code :journal}.
 */
public record Source(String entries, String journal, String events, String open) {
    public static final Source LIVE = new Source("grid_row", "journal", "entry_event", "closed IS NULL");

    // Two looks at an index for each entry, however long its history is.
    private static final String ENTRIES_THEN = """
            (SELECT known.tenant_id, known.journal_id, known.contact_id, named.name,
                    coalesce(named.sort_name, '') AS sort_name, line.*
               FROM grid_row AS known
              CROSS JOIN LATERAL (SELECT present, current_stage, current_since, last_activity_at, path, moves, skips,
                                         backwards, decision_status, decision_amount, decision_change, pledged,
                                         pledged_currency, decision, version
                                    FROM entry_event AS e
                                   WHERE e.tenant_id = known.tenant_id AND e.journal_id = known.journal_id
                                     AND e.contact_id = known.contact_id AND e.position <= :upTo
                                   ORDER BY e.position DESC
                                   LIMIT 1) AS line
               LEFT JOIN LATERAL (SELECT name, sort_name
                                    FROM contact_past AS c
                                   WHERE c.tenant_id = known.tenant_id AND c.contact_id = known.contact_id
                                     AND c.position <= :upTo
                                   ORDER BY c.position DESC
                                   LIMIT 1) AS named ON true
              WHERE known.tenant_id = :tenant AND known.journal_id = :journal)""";

    private static final String JOURNAL_THEN = """
            (SELECT tenant_id, journal_id, name, stages, statuses, rot_days, archived, version
               FROM journal_past
              WHERE tenant_id = :tenant AND journal_id = :journal AND position <= :upTo
              ORDER BY position DESC
              LIMIT 1)""";

    private static final String EVENTS_THEN = "(SELECT * FROM entry_event WHERE position <= :upTo)";

    private static final String OPEN_THEN = "opened <= :upTo AND (closed IS NULL OR closed > :upTo)";

    public static final Source PAST = new Source(ENTRIES_THEN, JOURNAL_THEN, EVENTS_THEN, OPEN_THEN);
}
