package io.stageline.webhook.automation;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The endpoints for which there may be something to send; who waits for one is woken. */
final class Ready {
    private final Set<EndpointKey> endpoints = new LinkedHashSet<>();

    synchronized void add(Collection<EndpointKey> more) {
        endpoints.addAll(more);
        if (!endpoints.isEmpty()) notifyAll();
    }

    /** Takes all that there are, or that come in this time. */
    synchronized List<EndpointKey> take(long millis) throws InterruptedException {
        if (endpoints.isEmpty() && millis > 0) wait(millis);
        var taken = List.copyOf(endpoints);
        endpoints.clear();
        return taken;
    }

    /** Puts back those that found no room, before all others, as soon as others come or after this time. */
    synchronized void keepForLater(List<EndpointKey> waiting, long millis) throws InterruptedException {
        if (waiting.isEmpty()) return;
        if (endpoints.isEmpty()) wait(millis); // until one is over
        var others = List.copyOf(endpoints);
        endpoints.clear();
        endpoints.addAll(waiting); // who has waited is first
        endpoints.addAll(others);
    }
}
