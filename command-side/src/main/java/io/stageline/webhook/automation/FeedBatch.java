package io.stageline.webhook.automation;

import io.stageline.eventlog.EventLog;
import io.stageline.eventlog.LogUnavailable;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.Unreadable;
import io.stageline.webhook.automation.Errand.Kind;
import io.stageline.webhook.automation.Translation.Outgoing;
import io.stageline.webhook.automation.Translation.Rule;
import io.stageline.webhook.events.WebhookEvent;
import io.stageline.webhook.events.WebhookEvent.EndpointDeleted;
import io.stageline.webhook.events.WebhookEvent.EndpointResumed;
import io.stageline.webhook.events.WebhookEvent.ReplayRequested;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** What some consecutive events lead to: endpoints that changed, and messages. */
final class FeedBatch {
    private static final Translations TRANSLATIONS = new Translations();
    private static final String OF_ENDPOINTS = "webhook-endpoint.";

    private final EventLog log;
    private final FedEndpoints endpoints;
    private final FeedTables tables;
    private final Connection connection;
    private final Pasts pasts;
    private final Decisions decisions;
    private final Set<EndpointKey> touched = new LinkedHashSet<>();
    private final Set<EndpointKey> decided = new LinkedHashSet<>();
    private final Gathered gathered = new Gathered();

    /** The events are those that may be taken; the ones up to a position were taken before, or put aside. */
    FeedBatch(
            EventLog log,
            FedEndpoints endpoints,
            FeedTables tables,
            Connection connection,
            List<Recorded> events,
            long from) {
        this.log = log;
        this.endpoints = endpoints;
        this.tables = tables;
        this.connection = connection;
        this.pasts = new Pasts(log, events);
        this.decisions = new Decisions(pasts, from);
    }

    /** Who has something to do, or to do otherwise, when the batch is written. */
    Set<EndpointKey> touched() {
        return touched;
    }

    /** Whether as much has gathered as is written at once. */
    boolean isFull() {
        return gathered.isFull();
    }

    /** Whose owner, or who in his place, decided something about it. */
    Set<EndpointKey> decided() {
        return decided;
    }

    void take(Recorded recorded) throws SQLException {
        if (recorded.event() instanceof Unreadable unreadable) {
            if (concerns(recorded, unreadable))
                Untold.add(connection, log, recorded, unreadable.reason().name());
            return;
        }
        if (recorded.event() instanceof WebhookEvent event) change(event, recorded);
        var rule = TRANSLATIONS.of(recorded).orElse(null);
        if (rule != null) tell(rule, recorded);
    }

    private boolean concerns(Recorded recorded, Unreadable unreadable) {
        return unreadable.type().startsWith(OF_ENDPOINTS)
                || endpoints.of(recorded.tenant()).iterator().hasNext();
    }

    private void change(WebhookEvent event, Recorded recorded) throws SQLException {
        var key = new EndpointKey(recorded.tenant(), event.endpointId());
        var before = endpoints.get(key);
        var after = decisions.after(before, event, recorded);
        decided.add(key);
        if (after != null) keep(after);
        if (event instanceof EndpointResumed || after != null && after.leadsElsewhereThan(before))
            QueueTables.forgetFailures(connection, key);
        if (event instanceof ReplayRequested wish && after != null) again(wish, after, recorded);
        if (event instanceof EndpointDeleted) remove(key, recorded);
    }

    private void again(ReplayRequested wish, FedEndpoint endpoint, Recorded recorded) {
        var kind = wish.failedOnly() ? Kind.again_failed : Kind.again;
        var last = Math.min(wish.to(), endpoint.lastSequence());
        if (wish.from() <= last) gathered.add(new Errand(endpoint.key(), recorded.position(), kind, wish.from(), last));
    }

    private void remove(EndpointKey key, Recorded recorded) {
        endpoints.remove(key);
        gathered.forget(key);
        gathered.add(new Errand(key, recorded.position(), Kind.remove, 0, 0));
    }

    private void tell(Rule<?> rule, Recorded recorded) throws SQLException {
        var listening = new ArrayList<FedEndpoint>();
        for (var endpoint : endpoints.of(recorded.tenant()))
            if (endpoint.wants(rule.type(), recorded)) listening.add(endpoint);
        if (listening.isEmpty()) return;
        var outgoing = outgoing(rule, recorded);
        if (outgoing == null) return;
        for (var endpoint : listening) {
            var next = endpoint.next();
            gathered.add(Message.of(next.key(), next.lastSequence(), rule.type(), outgoing, recorded));
            keep(next);
        }
    }

    /** What there is to say; an event that cannot be told is put aside, a log that cannot be reached is not its fault. */
    private @Nullable Outgoing outgoing(Rule<?> rule, Recorded recorded) throws SQLException {
        try {
            return rule.of(recorded, () -> pasts.before(recorded));
        } catch (DataAccessException | LogUnavailable unreachable) {
            throw unreachable;
        } catch (RuntimeException untellable) {
            Untold.add(connection, log, recorded, untellable.getClass().getSimpleName());
            return null;
        }
    }

    private void keep(FedEndpoint endpoint) {
        endpoints.put(endpoint);
        gathered.changed(endpoint.key());
        touched.add(endpoint.key());
    }

    /** Writes what has gathered, once. */
    void write() throws SQLException {
        gathered.write(connection, tables, endpoints);
    }
}
