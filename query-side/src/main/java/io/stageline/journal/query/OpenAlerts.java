package io.stageline.journal.query;

import io.stageline.query.Reading;

/** How many alerts about an entry are open: those of its contact that are about its journal or about none. */
final class OpenAlerts {
    private static final String OF_ENTRY = """
            (SELECT count(*)
               FROM alert
              WHERE alert.tenant_id = :tenant AND alert.contact_id = %s.contact_id AND mode = 'LIVE'
                AND (alert.journal_id IS NULL OR alert.journal_id = :journal) AND %s)""";

    private OpenAlerts() {}

    /** Their number in SQL, for the row of this alias, present or past. */
    static String of(String row, Reading reading) {
        return OF_ENTRY.formatted(row, reading.source().open());
    }
}
