package io.stageline.webhook.automation;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The endpoints of one log as the feed remembers them, by tenant. */
final class FedEndpoints {
    private final Map<UUID, Map<UUID, FedEndpoint>> tenants = new LinkedHashMap<>();

    @Nullable
    FedEndpoint get(EndpointKey key) {
        var ofTenant = tenants.get(key.tenant());
        return ofTenant == null ? null : ofTenant.get(key.endpoint());
    }

    void put(FedEndpoint endpoint) {
        tenants.computeIfAbsent(endpoint.key().tenant(), tenant -> new LinkedHashMap<>())
                .put(endpoint.key().endpoint(), endpoint);
    }

    void remove(EndpointKey key) {
        var ofTenant = tenants.get(key.tenant());
        if (ofTenant == null) return;
        ofTenant.remove(key.endpoint());
        if (ofTenant.isEmpty()) tenants.remove(key.tenant());
    }

    boolean areThereOf(UUID tenant) {
        return tenants.containsKey(tenant);
    }

    /** Those of a tenant, as they are now. */
    Collection<FedEndpoint> of(UUID tenant) {
        var ofTenant = tenants.get(tenant);
        return ofTenant == null ? List.of() : List.copyOf(ofTenant.values());
    }
}
