package io.stageline.alert.projection;

import java.util.List;

/** What completes alerts that were folded in bulk: all that needs the rows of their contacts. */
public final class AlertFinish {
    private static final String GONE = """
            (SELECT tenant_id, contact_id
               FROM contact
               LEFT JOIN stageline.contact_key AS key USING (tenant_id, contact_id)
              WHERE contact.erased OR key.wrapped IS NULL) AS gone
            """;

    private static final String ERASE_SUBJECTS = """
            UPDATE alert
               SET subject = NULL
              FROM %s
             WHERE alert.tenant_id = gone.tenant_id AND alert.contact_id = gone.contact_id
               AND alert.subject IS NOT NULL""".formatted(GONE);

    private static final String ERASE_NOTES = """
            UPDATE alert_step AS step
               SET note = NULL
              FROM %s
             WHERE step.tenant_id = gone.tenant_id AND step.contact_id = gone.contact_id
               AND step.note IS NOT NULL""".formatted(GONE);

    private static final String MARK_JOURNALS =
            AlertTable.MARK_JOURNALS.formatted("(SELECT DISTINCT tenant_id, contact_id FROM alert) AS changed");

    public static final List<String> STATEMENTS =
            List.of("ANALYZE alert, alert_step", ERASE_SUBJECTS, ERASE_NOTES, MARK_JOURNALS);

    private AlertFinish() {}
}
