package io.stageline.alert.automation;

import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.Unreadable;
import java.time.Duration;
import java.util.List;

/**
 * Gives way where a rule changes to what this version cannot read: a newer version has written it, and may evaluate from
 * there. Who is still alone with it after a while passes it by.
 */
final class GivingWay {
    private static final String RULE = "alert-rule.";

    private final BrokenRules broken;
    private final Duration patience;
    private long position;
    private long since;

    GivingWay(BrokenRules broken, Duration patience) {
        this.broken = broken;
        this.patience = patience;
    }

    /** Whether the event changes a rule to what cannot be read here, as far as its type tells; what is damaged nobody can read. */
    static boolean isNewer(Recorded recorded) {
        return recorded.event() instanceof Unreadable unread
                && unread.type().startsWith(RULE)
                && unread.reason() != Unreadable.Reason.DAMAGED;
    }

    /** What can be evaluated before way is given, if it is. */
    List<Recorded> until(List<Recorded> events) {
        for (var n = 0; n < events.size(); n++)
            if (isNewer(events.get(n)) && isToWait(events.get(n))) return events.subList(0, n);
        return events;
    }

    private boolean isToWait(Recorded event) {
        if (position != event.position()) {
            position = event.position();
            since = System.nanoTime();
            return true;
        }
        if (System.nanoTime() - since < patience.toNanos()) return true;
        broken.passBy("rule " + event.stream(), new IllegalStateException("it cannot be read"));
        return false;
    }
}
