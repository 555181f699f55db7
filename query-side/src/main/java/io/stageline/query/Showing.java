package io.stageline.query;

import static io.stageline.refusal.Code.PROJECTION_BEHIND;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Statement;
import io.stageline.eventlog.Follower;
import io.stageline.http.Caller;
import io.stageline.query.TenantReads.Seen;
import io.stageline.refusal.Refused;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Which generation of the read models a caller is shown: every read asks anew, in the snapshot in which it reads, and finds
 * its tables by the search path. So whatever is switched, one read sees one generation.
 */
final class Showing {
    /** The tables that this version can read: the same number as that of the fold that writes them. */
    static final int SHAPE = 4;

    private static final String GRID = "grid";
    private static final String BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    // A generation of the tenant's own is before that of everybody.
    private static final String SHOWN = """
            (SELECT schema_name, position, edition
               FROM stageline.shown
              WHERE projection = 'grid' AND shape = %d AND log_id = $2
                AND for_tenant IN ('00000000-0000-0000-0000-000000000000', CAST($1 AS uuid))
              ORDER BY for_tenant DESC
              LIMIT 1)""".formatted(SHAPE);

    // The settings end with the transaction.
    private static final String ENTER = """
            SELECT set_config('app.tenant', $1, true), set_config('search_path', shown.schema_name || ', stageline', true),
                   shown.position, shown.edition
              FROM %s AS shown""".formatted(SHOWN);

    private static final String SCHEMA = "SELECT shown.schema_name FROM %s AS shown".formatted(SHOWN);

    // The tenant is set before the row that names it is there, and so before its marks are read.
    private static final String MARK = """
            SELECT coalesce((SELECT m.position FROM %%s.journal_mark AS m
                              WHERE m.tenant_id = entered.tenant AND m.journal_id = $3) * %d + shown.edition, 0) AS mark,
                   shown.schema_name, shown.position
              FROM (SELECT CAST(set_config('app.tenant', $1, true) AS uuid) AS tenant OFFSET 0) AS entered
             CROSS JOIN %s AS shown""".formatted(Reading.EDITIONS, SHOWN);

    private static final String NO_SUCH_TABLE = "42P01";
    private static final int TRIES = 3;
    private static final int TENANTS = 50_000;

    // A mark is looked up by one statement, whose text has to name the schema; what was shown last mostly still is.
    private final Cache<UUID, String> shownLast =
            Caffeine.newBuilder().maximumSize(TENANTS).build();

    /** How far the generation is that a transaction reads, and its edition. */
    record Shown(long position, int edition) {}

    /** The projection that keeps all that can be read, on the caller's log. */
    static Follower grid(Caller caller) {
        return new Follower(GRID, caller.log());
    }

    /** Begins to read what the caller is shown; both statements are sent at once. */
    static Mono<Shown> enter(Connection connection, Caller caller) {
        return Flux.mergeSequential(
                        connection.createStatement(BEGIN).execute(),
                        asked(connection, ENTER, caller).execute())
                .concatMap(result -> result.map(row -> new Shown(
                        Reading.need(row, "position", Long.class), Reading.need(row, "edition", Integer.class))))
                .reduce((first, more) -> first)
                .switchIfEmpty(Mono.error(Showing::nothing));
    }

    /** The mark of a journal, by one statement where the schema is still the one that was shown last. */
    Mono<Seen> mark(Connection connection, Caller caller, UUID journal) {
        return Mono.justOrEmpty(shownLast.getIfPresent(caller.tenant()))
                .flatMap(schema ->
                        mark(connection, caller, journal, schema).onErrorResume(Showing::isGone, gone -> Mono.empty()))
                .switchIfEmpty(Mono.defer(() -> anew(connection, caller, journal, TRIES)));
    }

    private Mono<Seen> anew(Connection connection, Caller caller, UUID journal, int tries) {
        if (tries == 0) return Mono.error(Showing::nothing);
        return schema(connection, caller)
                .flatMap(schema -> mark(connection, caller, journal, schema))
                .switchIfEmpty(Mono.defer(() -> anew(connection, caller, journal, tries - 1)));
    }

    /** Empty if something else than this schema is shown. */
    private static Mono<Seen> mark(Connection connection, Caller caller, UUID journal, String schema) {
        return Flux.from(asked(connection, MARK.formatted(schema), caller)
                        .bind(2, journal)
                        .execute())
                .concatMap(result -> result.map(row -> new Marked(
                        new Seen(Reading.need(row, "mark", Long.class), Reading.need(row, "position", Long.class)),
                        Reading.need(row, "schema_name", String.class))))
                .reduce((first, more) -> first)
                .filter(marked -> marked.schema.equals(schema))
                .map(Marked::seen);
    }

    private record Marked(Seen seen, String schema) {}

    private Mono<String> schema(Connection connection, Caller caller) {
        return Flux.from(asked(connection, SCHEMA, caller).execute())
                .concatMap(result -> result.map(row -> Reading.need(row, "schema_name", String.class)))
                .reduce((first, more) -> first)
                .doOnNext(schema -> shownLast.put(caller.tenant(), schema))
                .switchIfEmpty(Mono.error(Showing::nothing));
    }

    private static Statement asked(Connection connection, String sql, Caller caller) {
        return connection
                .createStatement(sql)
                .bind(0, caller.tenant().toString())
                .bind(1, caller.log());
    }

    private static boolean isGone(Throwable error) {
        return error instanceof R2dbcException broken && NO_SUCH_TABLE.equals(broken.getSqlState());
    }

    private static Refused nothing() {
        return PROJECTION_BEHIND
                .because("What can be seen here is still being built.")
                .asException();
    }
}
