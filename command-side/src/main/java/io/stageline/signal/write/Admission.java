package io.stageline.signal.write;

import io.stageline.refusal.Code;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** How many bodies of signals may be under way: so many in all, and of one tenant only half of them. */
final class Admission {
    private static final int AT_ONCE = 8;
    private static final int OF_ONE_TENANT = AT_ONCE / 2;

    private final Map<UUID, Integer> underWay = new HashMap<>();
    private int all;

    /** Takes a place for the tenant; gives back how to free it. */
    synchronized Runnable enter(UUID tenant) {
        if (underWay.getOrDefault(tenant, 0) == OF_ONE_TENANT)
            throw Code.TOO_MANY_REQUESTS
                    .because("so many requests with signals of yours are under way; try again in a moment")
                    .asException();
        if (all == AT_ONCE)
            throw Code.OVERLOADED
                    .because("too many requests with signals are under way")
                    .asException();
        all++;
        underWay.merge(tenant, 1, Integer::sum);
        return () -> leave(tenant);
    }

    private synchronized void leave(UUID tenant) {
        all--;
        underWay.computeIfPresent(tenant, (one, places) -> places == 1 ? null : places - 1);
    }
}
