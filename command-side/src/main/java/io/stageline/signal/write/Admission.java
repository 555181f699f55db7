package io.stageline.signal.write;

import io.stageline.refusal.Code;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many bodies of signals may be under way, from their first byte on: few of one tenant, and its further ones only while
 * there is room beside them for the first one of many others. So whoever sends little gets in, whatever the others send.
 */
final class Admission {
    private static final int AT_ONCE = 16;
    private static final int BEFORE_FURTHER_ONES = AT_ONCE / 2;
    private static final int OF_ONE_TENANT = 4;

    private final Map<UUID, Integer> underWay = new HashMap<>();
    private int all;

    /** Takes a place for the tenant; gives back how to free it, once. */
    synchronized Runnable enter(UUID tenant) {
        var own = underWay.getOrDefault(tenant, 0);
        if (own == OF_ONE_TENANT)
            throw Code.TOO_MANY_REQUESTS
                    .because("so many requests with signals of yours are under way; try again in a moment")
                    .asException();
        if (all >= (own == 0 ? AT_ONCE : BEFORE_FURTHER_ONES))
            throw Code.OVERLOADED
                    .because("too many requests with signals are under way")
                    .asException();
        all++;
        underWay.merge(tenant, 1, Integer::sum);
        var isIn = new AtomicBoolean(true);
        return () -> {
            if (isIn.getAndSet(false)) leave(tenant);
        };
    }

    private synchronized void leave(UUID tenant) {
        all--;
        underWay.computeIfPresent(tenant, (one, places) -> places == 1 ? null : places - 1);
    }
}
