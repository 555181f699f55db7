package io.stageline.eventlog.verify;

import org.springframework.jdbc.core.JdbcTemplate;

/** A sound log of any length, written by SQL past the application: streams of thirteen events, as the stored shapes have them. */
public record WrittenLog(JdbcTemplate admin) {
    static final String TENANT = "0190f7a1-0000-7000-8000-00000000000a";

    private static final String TENANTS = """
            INSERT INTO stageline.tenant (tenant_id, log_id, name, created_at)
            VALUES (?::uuid, 0, 'written', now())""";
    private static final String EVENTS = """
            INSERT INTO stageline.event
            SELECT 0, n, ?::uuid, md5('stream ' || n % s)::uuid, n / s + 1,
                   md5('event ' || n)::uuid,
                   CASE WHEN n / s = 0 THEN 'entry.added/1'
                        WHEN n / s % 6 = 0 THEN 'entry.decision-taken/1'
                        ELSE 'entry.stage-recorded/1' END,
                   CASE WHEN n / s = 0 THEN entry
                        WHEN n / s % 6 = 0 THEN entry || jsonb_build_object(
                            'stageEventId', md5('event ' || n - s)::uuid, 'status', 'PLEDGED', 'amount', n % 10000 / 100.0,
                            'currency', 'EUR', 'cadence', 'MONTHLY', 'effectiveFrom', '2026-03-01',
                            'reason', encode(sha256(n::text::bytea), 'base64'))
                        ELSE entry || jsonb_build_object(
                            'eventId', md5('event ' || n)::uuid, 'stage', 'STAGE ' || n % 7,
                            'occurredAt', to_char(timestamp '2026-01-01' + n * interval '1 s', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                            'note', encode(sha256(n::text::bytea), 'base64'),
                            'warnings', CASE WHEN n % 5 > 0 THEN '[]'::jsonb
                                ELSE '[{"code": "STAGES_SKIPPED", "count": 3, "severity": "high"}]' END) END,
                   gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), now()
              FROM (SELECT n, ?::bigint AS s, jsonb_build_object(
                               'journalId', '0190f7a1-0000-7000-8000-000000000001', 'contactId', md5('contact ' || n % ?)::uuid) AS entry
                      FROM generate_series(?::bigint, ?::bigint) n) AS numbered
             ORDER BY n""";
    private static final String HEAD = "UPDATE stageline.log_head SET position = ? WHERE log_id = 0";
    private static final int EVENTS_OF_A_STREAM = 13;
    private static final int AT_ONCE = 200_000;

    /** Writes so many events into an empty database. */
    public void write(long events) {
        var streams = Math.max(1, events / EVENTS_OF_A_STREAM);
        admin.update(TENANTS, TENANT);
        for (var from = 0L; from < events; from += AT_ONCE) insert(streams, from, Math.min(events, from + AT_ONCE) - 1);
        admin.update(HEAD, events);
    }

    /** Numbers count from 0, positions from 1. */
    private void insert(long streams, long first, long last) {
        admin.update(EVENTS.replace("SELECT 0, n,", "SELECT 0, n + 1,"), TENANT, streams, streams, first, last);
    }
}
