package io.stageline.query;

import java.time.Duration;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes rows into the read models as the projections would have left them. */
public final class Rows {
    private static final String JOURNAL = """
            INSERT INTO live.journal (tenant_id, journal_id, name, stages, statuses, created_at, version)
            VALUES (?, ?, ?, '{CONTACT,MEET,ASK,DECISION}', '{PLEDGED,DECLINED}', ?::timestamptz, 1)""";

    // Names come in pairs, every seventh entry has done nothing yet and every fifth is erased, so that keys tie and are
    // missing.
    private static final String CONTACTS = """
            INSERT INTO live.contact (tenant_id, contact_id, name, email, external_id, erased, created_at, version)
            SELECT ?, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
                   CASE WHEN n % 5 = 0 THEN NULL ELSE 'Person ' || n / 2 END,
                   CASE WHEN n % 5 = 0 THEN NULL ELSE 'p' || n || '@example.org' END,
                   CASE WHEN n % 5 = 0 THEN NULL ELSE 'x' || n END,
                   n % 5 = 0, ?::timestamptz, 1
              FROM generate_series(1, ?) AS n""";

    private static final String ENTRIES = """
            INSERT INTO live.grid_row (tenant_id, journal_id, contact_id, name, sort_name, present, added_at,
                   current_stage, current_since, last_activity_at, path, moves, skips,
                   decision_status, decision_amount, decision_change, decision, version)
            SELECT ?, ?, c.contact_id, c.name, lower(coalesce(c.name, '')), true, t.now,
                   CASE WHEN idle THEN NULL WHEN n % 2 = 0 THEN 'MEET' ELSE 'CONTACT' END,
                   CASE WHEN NOT idle THEN t.at END,
                   CASE WHEN NOT idle THEN t.at END,
                   CASE WHEN idle THEN E'\\x1f,,0,0,0' WHEN n % 2 = 0 THEN path(t.at, 'CONTACT', 'MEET') ELSE path(t.at, 'CONTACT') END,
                   CASE WHEN idle THEN 0 ELSE 1 END, 0,
                   CASE n % 3 WHEN 0 THEN 'PLEDGED' WHEN 1 THEN 'DECLINED' END,
                   CASE n % 3 WHEN 0 THEN n % 4 END,
                   CASE n % 3 WHEN 0 THEN 'new' WHEN 1 THEN 'cancel' END,
                   CASE n % 3 WHEN 0 THEN decision(c.contact_id, 'PLEDGED', n % 4 || '.00', 'new')
                              WHEN 1 THEN decision(c.contact_id, 'DECLINED', NULL, 'cancel') END,
                   CASE WHEN n % 3 <> 2 THEN 4 WHEN idle THEN 1 ELSE 3 END
              FROM (SELECT *, row_number() OVER (ORDER BY contact_id) AS n FROM live.contact WHERE tenant_id = ?) AS c
             CROSS JOIN LATERAL (SELECT n % 7 = 0 AS idle) AS i
             CROSS JOIN LATERAL (SELECT ?::timestamptz AS now, ?::timestamptz - (n / 3) * interval '1 hour' AS at) AS t
             WHERE n <= ?""";

    // Each stage was reached twice, with one skipped, and was once left after a day.
    private static final String PATH = """
            CREATE OR REPLACE FUNCTION path(at timestamptz, VARIADIC stages text[]) RETURNS text LANGUAGE sql AS $$
            SELECT stages[array_length(stages, 1)] || E'\\x1f' || micros || ',' || micros || ',1,0,0'
                   || string_agg(E'\\x1e' || stage || E'\\x1f' || micros || ',2,2,86400,86400,1', '' ORDER BY n)
              FROM unnest(stages) WITH ORDINALITY AS reached (stage, n),
                   LATERAL (SELECT (extract(epoch FROM at) * 1000000)::bigint AS micros) AS time
             GROUP BY micros $$""";

    private static final String DECISION = """
            CREATE OR REPLACE FUNCTION decision(id uuid, status text, amount text, change text) RETURNS text LANGUAGE sql AS $$
            SELECT format('{"decisionId":"%s","status":"%s","amount":%s,"currency":%s,"cadence":"ONE_TIME","monthlyAmount":null,'
                          || '"effectiveFrom":"2026-01-01","change":"%s","previous":null,"version":4}',
                          id, status, coalesce(to_json(amount)::text, 'null'),
                          CASE WHEN amount IS NULL THEN 'null' ELSE '"EUR"' END, change) $$""";

    private static final String RULES = """
            WITH given AS (SELECT '{"name":"Busy"}' AS rule)
            INSERT INTO live.alert_rule (tenant_id, rule_id, revision, name, mode, severity, rule, enabled, deleted,
                   silences, created_at, changed_at, version)
            SELECT ?, ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid, 1, 'Busy', 'LIVE', 'WARNING', rule,
                   true, false, '[]', ?::timestamptz, ?::timestamptz, 1
              FROM given, generate_series(1, ?) AS n""";

    private static final String REVISIONS = """
            INSERT INTO live.alert_rule_revision (tenant_id, rule_id, revision, rule, saved_at, saved_by, version)
            SELECT tenant_id, rule_id, revision, rule, created_at, tenant_id, 1
              FROM live.alert_rule
             WHERE tenant_id = ?""";

    // Every third one is resolved, and they come in pairs of the same time, so that keys tie.
    private static final String ALERTS = """
            INSERT INTO live.alert (tenant_id, alert_id, rule_id, revision, mode, severity, fingerprint, contact_id, subject_id,
                   subject, raised_at, evidence, opened, status, closed, version)
            SELECT ?, ('00000000-0000-7000-a000-' || lpad(n::text, 12, '0'))::uuid, ?, 1, 'LIVE', 'WARNING', ?,
                   contact_id, contact_id, 'Person ' || n, ?::timestamptz - (n / 2) * interval '1 minute',
                   '{"inputs":[1,2],"values":{"value":95.0},"baseline":null,"score":null,"because":"95.0 is above 90.0"}',
                   n, CASE WHEN n % 3 = 0 THEN 'RESOLVED' ELSE 'RAISED' END, CASE WHEN n % 3 = 0 THEN n + 1 END, 1
              FROM (SELECT contact_id, row_number() OVER (ORDER BY contact_id) AS n
                      FROM live.contact
                     WHERE tenant_id = ?) AS contact
             WHERE n <= ?""";

    private static final String STEPS = """
            INSERT INTO live.alert_step (tenant_id, alert_id, version, what, recorded_at, actor)
            SELECT tenant_id, alert_id, 1, 'RAISED', raised_at, tenant_id
              FROM live.alert
             WHERE tenant_id = ?""";

    static final UUID RULE = UUID.fromString("00000000-0000-7000-9000-000000000001");

    private final ReadServer server;
    private final JdbcTemplate admin;
    private final PastRows past;
    private final UUID tenant;
    private final String now = ReadServer.NOW.toString();

    public Rows(ReadServer server, UUID tenant) {
        this.server = server;
        this.admin = server.admin;
        this.tenant = tenant;
        this.past = new PastRows(server, tenant);
        admin.execute(PATH);
        admin.execute(DECISION);
    }

    public UUID journal(String name) {
        var journal = UUID.randomUUID();
        admin.update(JOURNAL, tenant, journal, name, now);
        past.journal(journal);
        return journal;
    }

    public Rows contacts(int count) {
        admin.update(CONTACTS, tenant, now, count);
        past.contacts();
        return this;
    }

    /**
     * The first so many contacts of the tenant as entries of the journal. All of them are added, then all reach CONTACT,
     * then their current stage, then what is decided of them is decided: each step takes as many positions as there are
     * entries.
     */
    public Rows entries(UUID journal, int count) {
        admin.update(ENTRIES, tenant, journal, tenant, now, now, count);
        past.entries(journal);
        return this;
    }

    /** So many rules, and as many alerts of the first of them, each about a contact. */
    public Rows alerts(int count) {
        admin.update(RULES, tenant, now, now, count);
        admin.update(REVISIONS, tenant);
        admin.update(ALERTS, tenant, RULE, RULE, now, tenant, count);
        admin.update(STEPS, tenant);
        return this;
    }

    /** The alert about the contact of that number. */
    public static UUID alert(int number) {
        return UUID.fromString("00000000-0000-7000-a000-%012d".formatted(number));
    }

    /** The last position at which anything was written for the tenant. */
    public long position() {
        return past.position();
    }

    /** Tells the server that everything written so far can be seen. */
    public void shown() {
        admin.execute("DELETE FROM stageline.token_entry");
        server.standsAt(position());
    }

    /** What the projection does when a contact is called something else. */
    public void rename(UUID contact, String name) {
        admin.update(
                "UPDATE live.grid_row SET name = ?, sort_name = lower(?) WHERE contact_id = ? AND tenant_id = ?",
                name,
                name,
                contact,
                tenant);
        admin.update("UPDATE live.contact SET name = ? WHERE contact_id = ? AND tenant_id = ?", name, contact, tenant);
        past.rename(contact, name);
    }

    /** What the projection does when an entry is removed. */
    public void remove(UUID journal, UUID contact) {
        admin.update(
                "UPDATE live.grid_row SET present = false, version = version + 1 WHERE journal_id = ? AND contact_id = ?",
                journal,
                contact);
        past.remove(journal, contact);
    }

    /** What the projection does when a contact is erased. */
    public void erase(UUID contact) {
        admin.update("UPDATE live.grid_row SET name = NULL, sort_name = '' WHERE contact_id = ?", contact);
        admin.update("UPDATE live.contact SET name = NULL, erased = true WHERE contact_id = ?", contact);
        past.erase(contact);
    }

    public static UUID contact(int number) {
        return UUID.fromString("00000000-0000-7000-8000-%012d".formatted(number));
    }

    /** An entry whose one stage event happened the given time ago. */
    public void lastActive(UUID journal, UUID contact, Duration ago) {
        var at = ReadServer.NOW.minus(ago).toString();
        admin.update("""
                UPDATE live.grid_row
                   SET last_activity_at = ?::timestamptz, current_since = ?::timestamptz, current_stage = 'CONTACT',
                       path = path(?::timestamptz, 'CONTACT')
                 WHERE tenant_id = ? AND journal_id = ? AND contact_id = ?""", at, at, at, tenant, journal, contact);
    }

    /** The entry's history becomes: added, then so many pairs of a stage event and a decision. */
    public Rows history(UUID journal, UUID contact, int lines) {
        past.history(journal, contact, lines);
        return this;
    }
}
