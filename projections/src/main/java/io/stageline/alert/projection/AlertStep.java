package io.stageline.alert.projection;

import io.stageline.alert.events.AlertEvent.AlertAcknowledged;
import io.stageline.alert.events.AlertEvent.AlertRaised;
import io.stageline.alert.events.AlertEvent.AlertResolved;
import io.stageline.alert.events.AlertEvent.AlertSilenced;
import io.stageline.eventlog.Recorded;
import io.stageline.projection.Fold;
import io.stageline.projection.Opener;
import io.stageline.projection.Passed;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One thing that happened to an alert: what, who did it, and his note or reason in clear while that can be read. */
record AlertStep(
        Passed<AlertRow> passed,
        String what,
        @Nullable String note,
        @Nullable UUID silence,
        @Nullable Instant until) {

    private record Said(
            @Nullable UUID contact,
            String what,
            @Nullable String note,
            @Nullable UUID silence,
            @Nullable Instant until) {
        Said bare(String what) {
            return new Said(contact, what, null, null, null);
        }
    }

    static AlertStep of(Passed<AlertRow> passed, Opener opener) {
        var contact = passed.after().contact();
        var said = fold(opener).after(new Said(contact, "", null, null, null), passed.recorded());
        return new AlertStep(passed, said.what, said.note, said.silence, said.until);
    }

    Recorded recorded() {
        return passed.recorded();
    }

    private static Fold<Said> fold(Opener opener) {
        return Fold.<Said>ofLog()
                .on(AlertRaised.class, (none, event, at) -> none.bare("RAISED"))
                .on(
                        AlertAcknowledged.class,
                        (none, event, at) -> new Said(
                                none.contact,
                                "ACKNOWLEDGED",
                                opener.open(at, none.contact, "note", event.note()),
                                null,
                                null))
                .on(
                        AlertSilenced.class,
                        (none, event, at) -> new Said(
                                none.contact,
                                "SILENCED",
                                opener.open(at, none.contact, "reason", event.reason()),
                                event.silenceId(),
                                event.until()))
                .on(AlertResolved.class, (none, event, at) -> none.bare("RESOLVED"));
    }
}
