package io.stageline.alert.projection;

import io.stageline.alert.events.AlertEvent.AlertAcknowledged;
import io.stageline.alert.events.AlertEvent.AlertRaised;
import io.stageline.alert.events.AlertEvent.AlertResolved;
import io.stageline.alert.events.AlertEvent.AlertSilenced;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.StreamKey;
import io.stageline.projection.Fold;
import io.stageline.projection.Opener;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An alert as it is shown: how it stands, and what was raised, which never changes and is not loaded again. */
record AlertRow(
        StreamKey key,
        @Nullable UUID contact,
        @Nullable Beginning beginning,
        Standing standing,
        @Nullable End end,
        long version) {

    /** How an alert stands. */
    enum Standing {
        RAISED,
        ACKNOWLEDGED,
        RESOLVED
    }

    /** What was raised, with the name of its subject in clear, and the position that said so. */
    record Beginning(AlertRaised raised, @Nullable String subject, long position) {}

    /** When, why and on what evidence it was over, and the position that said so. */
    record End(Instant at, String why, @Nullable String evidence, long position) {}

    /** The fold of an alert's stream; it reads what is sealed as long as the contact's key exists. */
    static Fold<AlertRow> fold(Opener opener) {
        return Fold.ofStream(AlertRow::version)
                .on(AlertRaised.class, (row, event, at) -> row.raised(event, at, opener))
                .on(AlertAcknowledged.class, (row, event, at) -> row.with(Standing.ACKNOWLEDGED, row.end, at))
                .on(AlertSilenced.class, (row, event, at) -> row.with(row.standing, row.end, at))
                .on(AlertResolved.class, (row, event, at) -> row.resolved(event, at));
    }

    /** An alert of which nothing is folded yet. */
    static AlertRow unknown(StreamKey key) {
        return new AlertRow(key, null, null, Standing.RAISED, null, 0);
    }

    private AlertRow raised(AlertRaised event, Recorded at, Opener opener) {
        var contact = event.about().contactId();
        var subject = opener.open(at, contact, "subject", event.about().subject());
        var begun = new Beginning(event, subject, at.position());
        return new AlertRow(key, contact, begun, Standing.RAISED, null, at.version());
    }

    private AlertRow resolved(AlertResolved event, Recorded at) {
        var over = new End(event.at(), event.why().name(), RuleJson.of(event.evidence()), at.position());
        return with(Standing.RESOLVED, over, at);
    }

    private AlertRow with(Standing standing, @Nullable End end, Recorded at) {
        return new AlertRow(key, contact, beginning, standing, end, at.version());
    }
}
