package io.stageline.webhook.automation;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many messages are on their way, to one endpoint, of one tenant and in all. A quarter of all places is there for each
 * tenant; it gets more only while half of them are free, so that no tenant's receivers take the places of another's.
 */
final class Places {
    static final int TO_ONE = 8;
    static final int ALL = 1_024;

    private static final int FOR_A_TENANT = ALL / 4;
    private static final int FREELY = ALL / 2;

    private final Map<EndpointKey, Integer> ofEndpoint = new ConcurrentHashMap<>();
    private final Map<UUID, Integer> ofTenant = new ConcurrentHashMap<>();
    private volatile int all;

    /** How many more there may be to an endpoint, as far as that depends on itself. */
    int of(EndpointKey endpoint) {
        return TO_ONE - ofEndpoint.getOrDefault(endpoint, 0);
    }

    /** How many more there may be of a tenant. */
    int of(UUID tenant) {
        var own = FOR_A_TENANT - ofTenant.getOrDefault(tenant, 0);
        return Math.min(ALL - all, Math.max(own, FREELY - all));
    }

    /** Takes places, or with a number below zero gives them back. */
    synchronized void take(EndpointKey endpoint, int places) {
        if (places == 0) return;
        ofEndpoint.merge(endpoint, places, Places::sum);
        ofTenant.merge(endpoint.tenant(), places, Places::sum);
        all += places;
    }

    /** How many are taken. */
    int taken() {
        return all;
    }

    @SuppressWarnings("NullAway") // who has none is not remembered
    private static Integer sum(Integer some, Integer more) {
        return some + more == 0 ? null : some + more;
    }
}
