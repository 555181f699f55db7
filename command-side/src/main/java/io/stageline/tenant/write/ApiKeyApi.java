package io.stageline.tenant.write;

import io.stageline.http.ApiKeys;
import io.stageline.http.Caller;
import io.stageline.http.Scope;
import io.stageline.refusal.Code;
import io.stageline.tenant.write.Tenants.KeyInfo;
import io.stageline.write.IdempotencyKey;
import io.stageline.write.Values;
import io.stageline.write.Workers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The keys of the caller's tenant, for its administrators. */
@RestController
@RequestMapping(path = "/v1/api-keys", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "API keys")
class ApiKeyApi {
    private static final int MOST = 500;

    private final Tenants tenants;
    private final ApiKeys inForce;
    private final Workers workers;

    ApiKeyApi(Tenants tenants, ApiKeys inForce, Workers workers) {
        this.tenants = tenants;
        this.inForce = inForce;
        this.workers = workers;
    }

    /** A key to be made. */
    record NewKey(String name, List<Scope> scopes) {
        NewKey {
            Values.required("/name", name, Values.LINE);
            if (scopes == null || scopes.isEmpty() || scopes.stream().anyMatch(Objects::isNull))
                throw Values.invalid("/scopes", "at least one scope is required here");
        }
    }

    /** A key that was just made; it is shown this once. */
    record MadeKey(UUID keyId, String name, List<Scope> scopes, String key) {}

    /** A page of keys. */
    record Keys(List<KeyInfo> items, long total, @Nullable String next) {}

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(operationId = "createApiKey", summary = "Make a key; the answer is the only place that ever shows it")
    Mono<MadeKey> make(@RequestBody NewKey wish, Caller caller, ServerWebExchange exchange) {
        IdempotencyKey.mustBeAbsent(exchange, "no Idempotency-Key is taken here: a secret is never remembered");
        return blocking(() -> {
            var key = tenants.addKey(caller.tenant(), wish.name(), wish.scopes());
            return new MadeKey(key.keyId(), wish.name(), wish.scopes(), key.text());
        });
    }

    @GetMapping
    @Operation(
            operationId = "listApiKeys",
            summary = "List the tenant's keys, the revoked ones too, without their secrets")
    Mono<Keys> list(
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable UUID cursor,
            Caller caller) {
        if (limit < 1 || limit > MOST)
            throw Code.INVALID_PARAMETER
                    .because("limit must lie between 1 and 500")
                    .asException();
        return blocking(() -> {
            var keys = tenants.keys(caller.tenant(), cursor, limit + 1);
            var page = keys.subList(0, Math.min(limit, keys.size()));
            var next = keys.size() > limit ? page.get(limit - 1).keyId().toString() : null;
            return new Keys(List.copyOf(page), tenants.countKeys(caller.tenant()), next);
        });
    }

    @DeleteMapping("/{keyId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "revokeApiKey", summary = "Revoke a key at once")
    Mono<Void> revoke(@PathVariable UUID keyId, Caller caller, ServerWebExchange exchange) {
        IdempotencyKey.mustBeAbsent(exchange, "no Idempotency-Key is needed here: a key is revoked once");
        return blocking(() -> {
                    if (!tenants.revoke(caller.tenant(), keyId))
                        throw Code.UNKNOWN_KEY
                                .because("there is no such key in force")
                                .asException();
                    inForce.forget(keyId);
                    return keyId;
                })
                .then();
    }

    private <T> Mono<T> blocking(Supplier<T> work) {
        return Mono.defer(() -> Mono.fromFuture(workers.submit(work)))
                .onErrorMap(CompletionException.class, Throwable::getCause);
    }
}
