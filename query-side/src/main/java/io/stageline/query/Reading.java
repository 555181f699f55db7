package io.stageline.query;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One read-only transaction of one tenant: everything asked in it sees the same moment, at the same position. */
public final class Reading {
    /** How many editions there are: the mark of an answer is the position of its rows times this, and their edition. */
    static final int EDITIONS = 65_536;

    /** The mark of the journal {@code :journal} in SQL, 0 without one: another one whenever its answers change. */
    public static final String MARK = """
            coalesce((SELECT position FROM journal_mark
                       WHERE tenant_id = :tenant AND journal_id = :journal) * %d + :edition, 0)""".formatted(EDITIONS);

    private final Connection connection;
    private final UUID tenant;
    private final long position;
    private final int edition;
    private final Instant now;
    private final Source source;

    Reading(Connection connection, UUID tenant, long position, int edition, Instant now, Source source) {
        this.connection = connection;
        this.tenant = tenant;
        this.position = position;
        this.edition = edition;
        this.now = now;
        this.source = source;
    }

    /** The same transaction, answering as of an earlier position and the time that belongs to it. */
    Reading asOf(long position, Instant time) {
        return new Reading(connection, tenant, position, edition, time, Source.PAST);
    }

    public UUID tenant() {
        return tenant;
    }

    /** The position up to which the answer shows the log. */
    public long position() {
        return position;
    }

    /** The moment from which freshness is told: that of the clock, or the past one that was asked for. */
    public Instant now() {
        return now;
    }

    /** Where the SQL takes its rows from. */
    public Source source() {
        return source;
    }

    public boolean isPast() {
        return source != Source.LIVE;
    }

    /** The one row of the answer, or nothing; {@code :tenant}, {@code :upTo}, {@code :edition} and {@code :now} have their values. */
    public <T> Mono<T> one(Sql sql, Function<Readable, T> row) {
        // Not next(): it would cancel a result that the database is still sending.
        return rows(sql, row).reduce((first, more) -> first);
    }

    public <T> Mono<List<T>> all(Sql sql, Function<Readable, T> row) {
        return rows(sql, row).collectList();
    }

    private <T> Flux<T> rows(Sql sql, Function<Readable, T> row) {
        return Flux.defer(() -> sql.bind("tenant", tenant)
                        .bind("upTo", position)
                        .bind("edition", edition)
                        .bind("now", now)
                        .on(connection)
                        .execute())
                .concatMap(result -> result.map(row));
    }

    /** A column that is declared NOT NULL. */
    public static <T> T need(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }

    public static <T> @Nullable T maybe(Readable row, String column, Class<T> type) {
        return row.get(column, type);
    }
}
