package io.stageline.http;

import java.util.Set;
import java.util.UUID;

/** Who asks: the tenant and the log it lives in, the API key that it acts by, and what that key may do. A controller takes it as a parameter. */
public record Caller(UUID tenant, int log, UUID keyId, Set<Scope> scopes) {

    public boolean may(Scope scope) {
        return scopes.contains(scope) || scopes.contains(Scope.admin);
    }
}
