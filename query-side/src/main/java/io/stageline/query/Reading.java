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
    private final Connection connection;
    private final UUID tenant;
    private final long position;
    private final Instant now;

    Reading(Connection connection, UUID tenant, long position, Instant now) {
        this.connection = connection;
        this.tenant = tenant;
        this.position = position;
        this.now = now;
    }

    public UUID tenant() {
        return tenant;
    }

    /** The position up to which the read model shows the log. */
    public long position() {
        return position;
    }

    /** The moment from which freshness is told. */
    public Instant now() {
        return now;
    }

    /** The one row of the answer, or nothing. */
    public <T> Mono<T> one(Sql sql, Function<Readable, T> row) {
        // Not next(): it would cancel a result that the database is still sending.
        return rows(sql, row).reduce((first, more) -> first);
    }

    public <T> Mono<List<T>> all(Sql sql, Function<Readable, T> row) {
        return rows(sql, row).collectList();
    }

    private <T> Flux<T> rows(Sql sql, Function<Readable, T> row) {
        return Flux.defer(() -> sql.bind("tenant", tenant).on(connection).execute())
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
