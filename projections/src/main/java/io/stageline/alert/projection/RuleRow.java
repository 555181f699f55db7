package io.stageline.alert.projection;

import io.stageline.alert.events.RuleEvent.RuleDeleted;
import io.stageline.alert.events.RuleEvent.RuleDisabled;
import io.stageline.alert.events.RuleEvent.RuleEnabled;
import io.stageline.alert.events.RuleEvent.RuleSaved;
import io.stageline.alert.events.RuleEvent.RuleSilenced;
import io.stageline.alert.events.RuleEvent.SilenceEnded;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.StreamKey;
import io.stageline.projection.Fold;
import io.stageline.projection.Opener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An alert rule as it is shown: what it says now, whether it watches, and how it is silenced. */
record RuleRow(
        StreamKey key,
        int revision,
        String name,
        String mode,
        String severity,
        String text,
        boolean enabled,
        boolean deleted,
        List<RuleSilence> silences,
        Instant createdAt,
        Instant changedAt,
        long version) {

    /** The fold of a rule's stream. */
    static Fold<RuleRow> fold(Opener opener) {
        return Fold.ofStream(RuleRow::version)
                .on(RuleSaved.class, (row, event, at) -> row.saved(event, at))
                .on(RuleDisabled.class, (row, event, at) -> row.with(false, row.deleted, row.silences, at))
                .on(RuleEnabled.class, (row, event, at) -> row.with(true, row.deleted, row.silences, at))
                .on(RuleDeleted.class, (row, event, at) -> row.with(row.enabled, true, row.silences, at))
                .on(RuleSilenced.class, (row, event, at) -> row.silenced(event, at, opener))
                .on(SilenceEnded.class, (row, event, at) -> row.unsilenced(event, at));
    }

    /** A rule of which nothing is folded yet. */
    static RuleRow unknown(StreamKey key) {
        return new RuleRow(key, 0, "", "", "", "", true, false, List.of(), Instant.EPOCH, Instant.EPOCH, 0);
    }

    private RuleRow saved(RuleSaved event, Recorded at) {
        var rule = event.rule();
        return new RuleRow(
                key,
                event.revision(),
                rule.name(),
                rule.mode().name(),
                rule.severity().name(),
                RuleJson.of(rule),
                enabled,
                deleted,
                silences,
                version == 0 ? at.recordedAt() : createdAt,
                at.recordedAt(),
                at.version());
    }

    private RuleRow silenced(RuleSilenced event, Recorded at, Opener opener) {
        var all = new ArrayList<>(silences);
        var reason = opener.open(at, null, "reason", event.reason());
        all.add(new RuleSilence(event.silenceId(), event.fingerprint(), event.until(), event.owner(), reason));
        return with(enabled, deleted, List.copyOf(all), at);
    }

    private RuleRow unsilenced(SilenceEnded event, Recorded at) {
        var left = silences.stream()
                .filter(silence -> !silence.silenceId().equals(event.silenceId()))
                .toList();
        return with(enabled, deleted, left, at);
    }

    private RuleRow with(boolean enabled, boolean deleted, List<RuleSilence> silences, Recorded at) {
        return new RuleRow(
                key,
                revision,
                name,
                mode,
                severity,
                text,
                enabled,
                deleted,
                silences,
                createdAt,
                at.recordedAt(),
                at.version());
    }
}
