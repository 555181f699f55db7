package io.stageline.journal.projection;

import java.util.List;

/** What completes a grid that was folded in bulk: all that needs every row of a contact, once all of them are there. */
final class GridFinish {
    private static final String COUNT_ROWS = "ANALYZE contact, contact_past, grid_row, journal_mark";

    // The key of a contact may have been destroyed when its words and names were copied already, and its erasure may
    // wait behind an event that was put aside.
    private static final String GONE = """
            (SELECT tenant_id, contact_id
               FROM contact
               LEFT JOIN stageline.contact_key AS key USING (tenant_id, contact_id)
              WHERE contact.erased OR key.wrapped IS NULL) AS gone
            """;

    private static final String ERASE_WORDS = """
            UPDATE entry_event AS line
               SET said = NULL
              FROM %s
              JOIN grid_row AS row USING (tenant_id, contact_id)
             WHERE line.tenant_id = row.tenant_id AND line.journal_id = row.journal_id
               AND line.contact_id = row.contact_id
               AND line.said IS NOT NULL""".formatted(GONE);

    private static final String ERASE_NAMES = """
            UPDATE contact_past AS past
               SET name = NULL, sort_name = ''
              FROM %s
             WHERE past.tenant_id = gone.tenant_id AND past.contact_id = gone.contact_id
               AND past.name IS NOT NULL""".formatted(GONE);

    private static final String ERASE_CONTACTS = """
            UPDATE contact AS row
               SET name = NULL, email = NULL, phone = NULL, external_id = NULL
              FROM %s
             WHERE row.tenant_id = gone.tenant_id AND row.contact_id = gone.contact_id
               AND NOT row.erased""".formatted(GONE);

    private static final String ERASE_ROWS = """
            UPDATE grid_row AS row
               SET name = NULL, sort_name = ''
              FROM %s
             WHERE row.tenant_id = gone.tenant_id AND row.contact_id = gone.contact_id
               AND row.name IS NOT NULL""".formatted(GONE);

    private static final String RENAME_ROWS = """
            UPDATE grid_row AS row
               SET name = contact.name, sort_name = last.sort_name, profile_version = contact.version
              FROM contact
             CROSS JOIN LATERAL (SELECT past.sort_name
                                   FROM contact_past AS past
                                  WHERE past.tenant_id = contact.tenant_id AND past.contact_id = contact.contact_id
                                  ORDER BY past.position DESC
                                  LIMIT 1) AS last
             WHERE row.tenant_id = contact.tenant_id AND row.contact_id = contact.contact_id
               AND row.profile_version < contact.version""";

    // What a contact was before it came into a journal is below the mark that its coming has left.
    private static final String MARK_JOURNALS_OF_CONTACTS = """
            INSERT INTO journal_mark AS mark
            SELECT row.tenant_id, row.journal_id, max(past.position)
              FROM (SELECT tenant_id, contact_id, max(position) AS position
                      FROM contact_past
                     GROUP BY tenant_id, contact_id) AS past
              JOIN grid_row AS row USING (tenant_id, contact_id)
             GROUP BY row.tenant_id, row.journal_id
                ON CONFLICT (tenant_id, journal_id) DO UPDATE SET position = excluded.position
             WHERE mark.position < excluded.position""";

    static final List<String> STATEMENTS = List.of(
            COUNT_ROWS, ERASE_WORDS, ERASE_NAMES, ERASE_CONTACTS, RENAME_ROWS, ERASE_ROWS, MARK_JOURNALS_OF_CONTACTS);

    private GridFinish() {}
}
