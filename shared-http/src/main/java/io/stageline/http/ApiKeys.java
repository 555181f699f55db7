package io.stageline.http;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The API keys in force, looked up in the database and remembered for two seconds, the unknown ones too. */
@Component
public class ApiKeys {
    private static final String AUTHENTICATE = """
            SELECT tenant_id, log_id, secret_hash, scopes
              FROM stageline.authenticate(:key)""";

    private static final Duration REMEMBERED = Duration.ofSeconds(2);
    private static final int AT_MOST = 10_000;

    private final AsyncCache<UUID, Optional<Known>> known = Caffeine.newBuilder()
            .maximumSize(AT_MOST)
            .expireAfterWrite(REMEMBERED)
            .buildAsync();
    private final DatabaseClient database;
    private final RequestRate rate;

    ApiKeys(ConnectionFactory connections, RequestRate rate) {
        this.rate = rate;
        this.database = DatabaseClient.create(connections);
    }

    /** The caller that holds this key, or nothing when it is unknown, revoked, or its secret is wrong; not too often. */
    Mono<Caller> callerWith(ApiKey key) {
        var found = known.get(key.keyId(), (id, executor) -> lookUp(id).toFuture());
        return Mono.fromFuture(found, true)
                .flatMap(known -> Mono.justOrEmpty(caller(key, known)))
                .doOnNext(caller -> {
                    if (!rate.admits(key.keyId())) throw RequestRate.refused();
                });
    }

    /** The same if it is remembered; nothing also when it would have to be looked up, or comes too often. */
    Optional<Caller> rememberedCallerWith(ApiKey key) {
        var found = known.getIfPresent(key.keyId());
        return found == null || found.isCompletedExceptionally()
                ? Optional.empty()
                : caller(key, found.getNow(Optional.empty())).filter(caller -> rate.admits(key.keyId()));
    }

    private static Optional<Caller> caller(ApiKey key, Optional<Known> known) {
        return known.filter(candidate -> MessageDigest.isEqual(candidate.secretHash(), key.secretHash()))
                .map(Known::caller);
    }

    /** Forgets a key at once in this process, because it was revoked or changed; others forget it within two seconds. */
    public void forget(UUID keyId) {
        known.synchronous().invalidate(keyId);
    }

    private Mono<Optional<Known>> lookUp(UUID keyId) {
        return database.sql(AUTHENTICATE)
                .bind("key", keyId)
                .map(row -> Known.of(keyId, row))
                .one()
                .singleOptional();
    }

    private record Known(Caller caller, byte[] secretHash) {
        static Known of(UUID keyId, Readable row) {
            var scopes = Arrays.stream(Objects.requireNonNull(row.get("scopes", String[].class)))
                    .map(Scope::valueOf)
                    .collect(Collectors.toUnmodifiableSet());
            var tenant = Objects.requireNonNull(row.get("tenant_id", UUID.class));
            var log = Objects.requireNonNull(row.get("log_id", Integer.class));
            return new Known(
                    new Caller(tenant, log, keyId, scopes),
                    Objects.requireNonNull(row.get("secret_hash", byte[].class)));
        }
    }
}
