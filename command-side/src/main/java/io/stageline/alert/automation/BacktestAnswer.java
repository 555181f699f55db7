package io.stageline.alert.automation;

import io.stageline.alert.events.AlertEvent.AlertResolved.Why;
import io.stageline.alert.events.Evidence;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a rule would have raised: all are counted, the first thousand listed. Of more than can be gone through at once it is
 * not complete: then it is about the log up to the position, and says how to go on.
 */
record BacktestAnswer(
        boolean complete,
        long position,
        @Nullable String rest,
        long events,
        long unevaluated,
        int total,
        Map<LocalDate, Integer> byDay,
        List<WouldFire> wouldFire,
        @Nullable Compared compared,
        @Nullable Effect effect) {

    /** An alert that would have been raised. */
    record WouldFire(
            Instant at,
            UUID alertId,
            UUID fingerprint,
            long episode,
            @Nullable UUID subjectId,
            @Nullable UUID contactId,
            @Nullable UUID journalId,
            @Nullable Instant pendingSince,
            @Nullable Evidence evidence,
            @Nullable Instant resolvedAt,
            @Nullable Why why) {

        static WouldFire of(Intent raised) {
            var subject = raised.subject();
            return new WouldFire(
                    raised.at(),
                    raised.alertId(),
                    raised.fingerprint(),
                    raised.episode(),
                    subject.subjectId(),
                    subject.contactId(),
                    subject.journalId(),
                    raised.pendingSince(),
                    raised.evidence(),
                    null,
                    null);
        }

        WouldFire over(Instant resolvedAt, Why why) {
            return new WouldFire(
                    at,
                    alertId,
                    fingerprint,
                    episode,
                    subjectId,
                    contactId,
                    journalId,
                    pendingSince,
                    evidence,
                    resolvedAt,
                    why);
        }

        boolean overlaps(WouldFire other) {
            return (other.resolvedAt == null || !at.isAfter(other.resolvedAt))
                    && (resolvedAt == null || !other.at.isAfter(resolvedAt));
        }
    }

    /** Against the alerts that the saved rule has raised: the same, only raised, only found here. */
    record Compared(int both, int onlyLive, int onlyBacktest) {}

    /** Against the rule that it is to replace: how many each raises, how many episodes are new, how many nobody would hear of. */
    record Effect(int now, int proposed, int added, int gone) {}
}
