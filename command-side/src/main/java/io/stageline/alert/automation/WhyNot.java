package io.stageline.alert.automation;

import io.stageline.alert.automation.PastLog.Reached;
import io.stageline.alert.automation.RuleBook.Silence;
import io.stageline.alert.events.RuleText.Mode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Why one rule had not raised an alert about one thing at a time: its evaluation over what was recorded by then. */
final class WhyNot {
    private final PastLog past;
    private final Rule rule;
    private final UUID fingerprint;
    private final Instant at;
    private @Nullable Intent last;

    WhyNot(PastLog past, Rule rule, UUID fingerprint, Instant at) {
        this.past = past;
        this.rule = rule;
        this.fingerprint = fingerprint;
        this.at = at;
    }

    ExplainAnswer answer() {
        var watches = new PastWatches(past.matcher(), past.ids(), rule, fingerprint, intent -> last = intent);
        var reached = past.read(
                rule.tenant(), List.of(rule), event -> !event.recordedAt().isAfter(at), watches::next, () -> true);
        if (reached.isAll()) watches.until(at);
        var silence = watches.silences().stream()
                .filter(one -> one.covers(rule.ruleId(), fingerprint, at))
                .findFirst()
                .orElse(null);
        return watches.all().stream()
                .findFirst()
                .map(kept -> answer(kept.watch(), silence, reached))
                .orElseGet(() -> answer(
                        null,
                        false,
                        null,
                        Map.of(),
                        "nothing that the rule listens to was recorded about this by then",
                        silence,
                        List.of(),
                        reached));
    }

    private ExplainAnswer answer(Watch watch, @Nullable Silence silence, Reached reached) {
        var outlook = Watching.of(rule.text().condition()).at(watch.memory(), watch.seen() == null ? at : watch.seen());
        var episode = watch.episode();
        var fired = episode.isRaised() && last != null && last.why() == null ? last.alertId() : null;
        var pending = episode.isRaised() ? null : episode.since();
        return answer(
                fired,
                outlook.holds(),
                pending,
                outlook.evidence().values(),
                outlook.evidence().because() + told(fired, pending, silence),
                silence,
                outlook.evidence().inputs(),
                reached);
    }

    private String told(@Nullable UUID fired, @Nullable Instant pending, @Nullable Silence silence) {
        var more = new StringBuilder();
        if (pending != null)
            more.append("; it holds since ")
                    .append(pending)
                    .append(" and must hold for ")
                    .append(rule.text().holdsFor());
        if (fired != null && rule.text().mode() == Mode.SHADOW) more.append("; a shadow rule's alert is not sent");
        if (fired != null && silence != null) more.append("; silenced until ").append(silence.until());
        return more.toString();
    }

    private ExplainAnswer answer(
            @Nullable UUID fired,
            boolean holding,
            @Nullable Instant pending,
            Map<String, Double> values,
            String because,
            @Nullable Silence silence,
            List<Long> inputs,
            Reached reached) {
        return new ExplainAnswer(
                at,
                fired,
                holding,
                pending,
                values,
                because,
                silence == null ? null : silence.silenceId(),
                rule.text().mode(),
                rule.revision(),
                fingerprint,
                inputs,
                reached.isAll(),
                reached.position(),
                reached.rest());
    }
}
