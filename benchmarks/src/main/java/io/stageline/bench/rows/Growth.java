package io.stageline.bench.rows;

import io.stageline.bench.Api;
import io.stageline.bench.Board;
import io.stageline.bench.Product;
import io.stageline.bench.database.Sql;
import io.stageline.bench.load.EntryWriter.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * A server whose log was grown to a given size: boards of a thousand entries with twenty events each, the first of them
 * through the API, the stages by SQL. A larger log has more boards, not larger ones.
 */
final class Growth {
    private static final int ENTRIES_A_BOARD = 1_000;
    private static final int EVENTS_AN_ENTRY = 20;
    private static final String STAGES =
            "(ARRAY['CONTACT','MEET','ASK','DECISION','THANK','NEXT_STEPS'])[1 + least(5, %1$d / 4)]";

    /** One more stage event for every entry, in the shape that the product writes, at the next positions. */
    private static final String ONE_MORE_STAGE =
            """
            WITH added AS (
                INSERT INTO stageline.event (log_id, position, tenant_id, stream_id, version, event_id, type, payload,
                                             actor_id, causation_id, correlation_id, recorded_at, digest)
                SELECT e.log_id, h.position + row_number() OVER (ORDER BY e.position), e.tenant_id, e.stream_id, %1$d,
                       i.id, '{type}', p.payload, e.actor_id, i.id, i.id, now(),
                       md5(concat_ws(' ', e.stream_id, %1$d, '{type}', p.payload::text))::uuid
                  FROM stageline.event e
                  JOIN stageline.log_head h ON h.log_id = e.log_id
                  CROSS JOIN LATERAL (SELECT gen_random_uuid() AS id WHERE e.position > 0) i
                  CROSS JOIN LATERAL (SELECT jsonb_build_object(
                                          'journalId', e.payload -> 'journalId', 'contactId', e.payload -> 'contactId',
                                          'eventId', i.id, 'stage', {stages},
                                          'occurredAt', to_char(timestamp '2026-01-01' + %1$d * interval '1 day',
                                                                'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                                          'warnings', '[]'::jsonb) AS payload) p
                 WHERE e.type = 'entry.added/1'
                RETURNING log_id, position)
            UPDATE stageline.log_head h
               SET position = (SELECT max(position) FROM added)
             WHERE h.log_id = (SELECT min(log_id) FROM added)""".replace("{stages}", STAGES).replace("{type}", "entry.stage-recorded/1");

    private final Product product;
    private final List<Board> boards = new ArrayList<>();
    private final List<Target> entries = new ArrayList<>();

    private Growth(Product product) {
        this.product = product;
    }

    /** Grows the log; afterwards the read models show all of it, and the server remembers nothing. */
    static Growth to(Product product, long events) {
        var growth = new Growth(product);
        for (long left = events / EVENTS_AN_ENTRY; left > 0; left -= ENTRIES_A_BOARD) growth.board();
        for (var version = 2; version <= EVENTS_AN_ENTRY; version++)
            Sql.run(product.database(), ONE_MORE_STAGE.formatted(version));
        product.restart();
        growth.caughtUp();
        Sql.run(product.database(), "VACUUM ANALYZE", "CHECKPOINT");
        return growth;
    }

    private void board() {
        var board = new Board(product.address(), product.key());
        boards.add(board);
        board.entries(ENTRIES_A_BOARD)
                .forEach(target -> entries.add(new Target(target.journal(), target.contact(), EVENTS_AN_ENTRY)));
    }

    private void caughtUp() {
        new Api(product.address(), product.key())
                .awaitPosition(boards.get(0).journal().toString(), Commands.head(product));
    }

    List<Board> boards() {
        return boards;
    }

    /** All entries, at version 20. */
    List<Target> entries() {
        return entries;
    }
}
