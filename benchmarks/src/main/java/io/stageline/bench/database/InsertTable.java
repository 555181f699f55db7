package io.stageline.bench.database;

import javax.sql.DataSource;

/** A table of the shape and the indexes of the event log's, into which PostgreSQL's own client inserts row by row. */
final class InsertTable {
    private static final String[] CREATE = {
        "CREATE SCHEMA IF NOT EXISTS bench",
        "CREATE TABLE IF NOT EXISTS bench.event (LIKE stageline.event INCLUDING INDEXES)",
        "CREATE SEQUENCE IF NOT EXISTS bench.position",
        "CREATE SEQUENCE IF NOT EXISTS bench.version"
    };

    /** One event of 300 bytes; the one parameter is the number of its stream. */
    private static final String INSERT = """
            INSERT INTO bench.event (log_id, position, tenant_id, stream_id, version, event_id, type, payload, \
            actor_id, causation_id, correlation_id, recorded_at) \
            VALUES (0, nextval('bench.position'), '01890000-0000-7000-8000-000000000000', \
            ('01890000-0000-7000-8000-' || lpad(to_hex(%s::int), 12, '0'))::uuid, nextval('bench.version'), \
            gen_random_uuid(), 'entry.stage-recorded/1', '%s', \
            '01890000-0000-7000-8000-000000000001', '01890000-0000-7000-8000-000000000002', \
            '01890000-0000-7000-8000-000000000003', now())""";

    private static final int BYTES = 300;

    static final int STREAMS = 6_400;

    private InsertTable() {}

    static void create(DataSource database) {
        Sql.run(database, CREATE);
    }

    /** What pgbench runs again and again. */
    static String script() {
        return "\\set stream random(1, " + STREAMS + ")\n" + insert(":stream") + ";\n";
    }

    static String insert(String parameter) {
        return INSERT.formatted(parameter, payload());
    }

    private static String payload() {
        var start = "{\"stage\": \"CONTACT\", \"journalId\": \"01890000-0000-7000-8000-000000000004\", \"contactId\": "
                + "\"01890000-0000-7000-8000-000000000005\", \"occurredAt\": \"2026-03-01T10:00:00Z\", \"note\": \"";
        var end = "\"}";
        return start + "n".repeat(BYTES - start.length() - end.length()) + end;
    }
}
