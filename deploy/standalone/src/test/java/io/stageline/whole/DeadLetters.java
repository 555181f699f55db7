package io.stageline.whole;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;

/** Letters about events that were folded all the same: enough to be shown, retried and dropped. */
final class DeadLetters {
    private static final String PURPOSE = """
            SELECT 'dead letter ' || tenant_id || ' ' || log_id || ' ' || position
              FROM stageline.event WHERE stream_id = ?::uuid AND version = 1""";
    private static final String PARK = """
            INSERT INTO stageline.dead_letter (tenant_id, letter_id, projection, generation, log_id, stream_id, version,
                                               position, event_id, type, cause, error, sealed, state, parked_at)
            SELECT e.tenant_id, ?, l.projection, l.generation, e.log_id, e.stream_id, e.version,
                   e.position, e.event_id, e.type, 'fold-failed', 'SQLException 22021', ?, 'parked', now()
              FROM stageline.event AS e, stageline.live_generation AS l
             WHERE e.stream_id = ?::uuid AND e.version = 1
               AND l.projection = 'grid' AND l.for_tenant = '00000000-0000-0000-0000-000000000000'""";

    private DeadLetters() {}

    /** The id of a letter about a stream that there is, such as a contact. */
    static String about(Client client, String stream) {
        var database = TheServer.administrator().database();
        var position = database.queryForObject(
                "SELECT max(position) FROM stageline.event WHERE stream_id = ?::uuid", Long.class, stream);
        client.get("/v1/contacts?limit=1&minPosition=" + position);
        var letter = UUID.randomUUID();
        var purpose = String.valueOf(database.queryForObject(PURPOSE, String.class, stream));
        var sealed = TheServer.administrator()
                .masterKey()
                .seal(purpose, "contact.added/1\n{\"as\": \"found\"}".getBytes(UTF_8));
        database.update(PARK, letter, sealed, stream);
        return letter.toString();
    }
}
