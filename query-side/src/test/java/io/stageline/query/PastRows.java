package io.stageline.query;

import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes the past of the rows that there are as the projection would have kept it: one second for each position. */
final class PastRows {
    private static final String RECORDED_AT = """
            CREATE OR REPLACE FUNCTION recorded_at(p bigint) RETURNS timestamptz IMMUTABLE LANGUAGE sql AS $$
            SELECT '2026-02-01T00:00:00Z'::timestamptz + p * interval '1 second' $$""";

    private static final String LAST = "SELECT coalesce(max(position), 0) FROM live.moment WHERE tenant_id = ?";

    private static final String MOMENT = "INSERT INTO live.moment SELECT ?, recorded_at(?), ?";

    private static final String MARK = """
            INSERT INTO live.journal_mark AS mark VALUES (?, ?, ?)
            ON CONFLICT (tenant_id, journal_id) DO UPDATE SET position = excluded.position""";

    private static final String JOURNAL = """
            INSERT INTO live.journal_past
            SELECT tenant_id, journal_id, ?, name, stages, statuses, rot_days, archived, version
              FROM live.journal
             WHERE tenant_id = ? AND journal_id = ?""";

    private static final String CONTACTS = """
            INSERT INTO live.contact_past
            SELECT tenant_id, contact_id, ? + row_number() OVER (ORDER BY contact_id), name, lower(coalesce(name, ''))
              FROM live.contact
             WHERE tenant_id = ?""";

    private static final String HOW_IT_STOOD = """
            present, current_stage, current_since, last_activity_at, path, moves, skips, backwards,
            decision_status, decision_amount, decision_change, pledged, pledged_currency, decision""";

    private static final String LINES = """
            INSERT INTO live.entry_event (tenant_id, journal_id, contact_id, position, version, what, event_id, about,
                   stage, occurred_at, leap, said, terms, recorded_at, actor, command, request, %s)
            """.formatted(HOW_IT_STOOD);

    private static final String ENTRIES = LINES + """
            SELECT row.tenant_id, row.journal_id, row.contact_id, p, k,
                   (ARRAY['added', 'stage', 'stage', 'decision'])[k], md5(row.journal_id || ' ' || p)::uuid,
                   CASE WHEN k = 4 THEN md5(row.journal_id || ' ' || p - entries)::uuid END,
                   CASE k WHEN 2 THEN 'CONTACT' WHEN 3 THEN current_stage END,
                   CASE WHEN k IN (2, 3) THEN last_activity_at WHEN k = 4 THEN '2026-01-01T00:00:00Z'::timestamptz END,
                   0, CASE WHEN k > 1 THEN 'said at ' || k END,
                   CASE WHEN k = 4 THEN terms(decision_status, decision_amount) END,
                   recorded_at(p), md5('actor')::uuid, md5('command' || p)::uuid, md5('request' || p)::uuid,
                   true, CASE k WHEN 1 THEN NULL WHEN 2 THEN 'CONTACT' ELSE current_stage END,
                   CASE WHEN k > 1 THEN current_since END,
                   CASE WHEN k > 1 THEN last_activity_at END,
                   CASE k WHEN 1 THEN E'\\x1f,,0,0,0' WHEN 2 THEN path(last_activity_at, 'CONTACT') ELSE path END,
                   CASE WHEN k > 2 THEN moves ELSE 0 END, 0, 0,
                   CASE WHEN k = 4 THEN decision_status END, CASE WHEN k = 4 THEN decision_amount END,
                   CASE WHEN k = 4 THEN decision_change END, CASE WHEN k = 4 THEN pledged END,
                   CASE WHEN k = 4 THEN pledged_currency END, CASE WHEN k = 4 THEN decision END
              FROM (SELECT *, row_number() OVER (ORDER BY contact_id) AS n, count(*) OVER () AS entries
                      FROM live.grid_row
                     WHERE tenant_id = ? AND journal_id = ?) AS row
             CROSS JOIN generate_series(1, 4) AS k
             CROSS JOIN LATERAL (SELECT ? + (k - 1) * entries + n AS p) AS place
             WHERE k = 1 OR (k = 4 AND decision_status IS NOT NULL) OR (k IN (2, 3) AND current_stage IS NOT NULL)""";

    private static final String TERMS = """
            CREATE OR REPLACE FUNCTION terms(status text, amount numeric) RETURNS text LANGUAGE sql AS $$
            SELECT format('{"status":"%s","amount":%s,"currency":%s,"cadence":"ONE_TIME","effectiveFrom":"2026-01-01"}',
                          status, coalesce('"' || amount || '"', 'null'),
                          CASE WHEN amount IS NULL THEN 'null' ELSE '"EUR"' END) $$""";

    private static final String FORGET =
            "DELETE FROM live.entry_event WHERE tenant_id = ? AND journal_id = ? AND contact_id = ?";

    private static final String HISTORY = LINES + """
            SELECT tenant_id, journal_id, contact_id, ? + k, k,
                   CASE WHEN k = 1 THEN 'added' WHEN k %% 2 = 0 THEN 'stage' ELSE 'decision' END,
                   md5(contact_id || ' ' || k)::uuid,
                   CASE WHEN k > 1 AND k %% 2 = 1 THEN md5(contact_id || ' ' || k - 1)::uuid END,
                   CASE WHEN k %% 2 = 1 THEN NULL WHEN n %% 2 = 0 THEN 'MEET' ELSE 'CONTACT' END,
                   CASE WHEN k = 1 THEN NULL WHEN k %% 2 = 0 THEN ?::timestamptz - (n / 2) * interval '1 day'
                        ELSE '2026-01-01T00:00:00Z' END,
                   0, CASE WHEN k = 1 THEN NULL WHEN k %% 2 = 0 THEN 'note ' || n ELSE 'reason ' || n END,
                   CASE WHEN k > 1 AND k %% 2 = 1 THEN terms('PLEDGED', n::numeric(18, 2)) END,
                   recorded_at(? + k), md5('actor')::uuid, md5('command' || k)::uuid, md5('request' || k)::uuid, %s
              FROM live.grid_row
             CROSS JOIN generate_series(1, 1 + 2 * ?) AS k
             CROSS JOIN LATERAL (SELECT k / 2 AS n) AS number
             WHERE tenant_id = ? AND journal_id = ? AND contact_id = ?""".formatted(HOW_IT_STOOD);

    private static final String REMOVE = LINES + """
            SELECT tenant_id, journal_id, contact_id, ?, version, 'removed', gen_random_uuid(), NULL, NULL, NULL, 0, NULL,
                   NULL, recorded_at(?), md5('actor')::uuid, gen_random_uuid(), gen_random_uuid(), %s
              FROM live.grid_row
             WHERE tenant_id = ? AND journal_id = ? AND contact_id = ?""".formatted(HOW_IT_STOOD);

    private final JdbcTemplate admin;
    private final UUID tenant;

    PastRows(ReadServer server, UUID tenant) {
        this.admin = server.admin;
        this.tenant = tenant;
        admin.execute(RECORDED_AT);
        admin.execute(TERMS);
    }

    long position() {
        Long last = admin.queryForObject(LAST, Long.class, tenant);
        return last == null ? 0 : last;
    }

    void journal(UUID journal) {
        var at = position() + 1;
        admin.update(JOURNAL, at, tenant, journal);
        moment(at);
        admin.update(MARK, tenant, journal, at);
    }

    void contacts() {
        var before = position();
        moment(before + admin.update(CONTACTS, before, tenant));
    }

    void entries(UUID journal) {
        var before = position();
        admin.update(ENTRIES, tenant, journal, before);
        Integer entries = admin.queryForObject(
                "SELECT count(*) FROM live.grid_row WHERE tenant_id = ? AND journal_id = ?",
                Integer.class,
                tenant,
                journal);
        for (var step = 1; step <= 4; step++) moment(before + (long) step * (entries == null ? 0 : entries));
        admin.update(MARK, tenant, journal, position());
    }

    void history(UUID journal, UUID contact, int lines) {
        var before = position();
        admin.update(FORGET, tenant, journal, contact);
        var written = admin.update(HISTORY, before, ReadServer.NOW.toString(), before, lines, tenant, journal, contact);
        moment(before + written);
        admin.update(MARK, tenant, journal, position());
    }

    void rename(UUID contact, String name) {
        var at = position() + 1;
        admin.update("INSERT INTO live.contact_past VALUES (?, ?, ?, ?, lower(?))", tenant, contact, at, name, name);
        admin.update("UPDATE live.journal_mark SET position = ? WHERE tenant_id = ?", at, tenant);
        moment(at);
    }

    void remove(UUID journal, UUID contact) {
        var at = position() + 1;
        admin.update(REMOVE, at, at, tenant, journal, contact);
        admin.update(MARK, tenant, journal, at);
        moment(at);
    }

    void erase(UUID contact) {
        var at = position() + 1;
        admin.update("UPDATE live.contact_past SET name = NULL, sort_name = '' WHERE contact_id = ?", contact);
        admin.update("UPDATE live.entry_event SET said = NULL WHERE contact_id = ?", contact);
        admin.update("UPDATE live.journal_mark SET position = ? WHERE tenant_id = ?", at, tenant);
        moment(at);
    }

    private void moment(long position) {
        admin.update(MOMENT, tenant, position, position);
    }
}
