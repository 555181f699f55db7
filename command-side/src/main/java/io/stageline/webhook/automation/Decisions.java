package io.stageline.webhook.automation;

import io.stageline.eventlog.HistoryUnreadable;
import io.stageline.eventlog.Recorded;
import io.stageline.webhook.events.WebhookEvent;
import org.jspecify.annotations.Nullable;

/** What is true of an endpoint after something was decided about it, also when that becomes known late; up to a position all was in time. */
record Decisions(Pasts pasts, long inTime) {

    @Nullable
    FedEndpoint after(@Nullable FedEndpoint before, WebhookEvent event, Recorded recorded) {
        var next = (before == null ? 0 : before.version()) + 1;
        return recorded.position() > inTime && recorded.version() == next
                ? FedEndpoint.after(before, event, recorded)
                : folded(before, event, recorded);
    }

    /** What follows when an event is late, or follows one that is yet to come: as far as that is known. */
    private @Nullable FedEndpoint folded(@Nullable FedEndpoint before, WebhookEvent event, Recorded late) {
        try {
            @Nullable FedEndpoint folded = null;
            for (var each : pasts.streamOf(late))
                if (each.position() <= Math.max(inTime, late.position())
                        && each.event() instanceof WebhookEvent earlier)
                    folded = FedEndpoint.after(folded, earlier, each);
            return folded == null || before == null ? folded : folded.numbered(before.lastSequence());
        } catch (HistoryUnreadable another) { // who comes last finds all of them
            return before == null || before.version() > late.version()
                    ? before
                    : FedEndpoint.after(before, event, late);
        }
    }
}
