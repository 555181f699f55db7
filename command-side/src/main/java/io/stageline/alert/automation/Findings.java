package io.stageline.alert.automation;

import io.stageline.alert.automation.RuleBook.Silence;
import io.stageline.alert.events.AlertEvent.AlertResolved.Why;
import io.stageline.alert.events.AlertEvent.Premise;
import io.stageline.alert.write.AlertIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What an evaluation has found so far, as intents for the alerts of its episodes. */
final class Findings {
    private final AlertIds ids;
    private final List<Intent> intents = new ArrayList<>();

    Findings(AlertIds ids) {
        this.ids = ids;
    }

    List<Intent> intents() {
        return intents;
    }

    /** What came of a step of a watch, while it is this time for its tenant. */
    void add(Rule rule, Kept kept, List<Turn> turns, List<Silence> silences, Instant clock, UUID correlation) {
        for (var turn : turns) {
            if (turn instanceof Turn.Raise raise) intents.add(raised(rule, kept, raise, silences, clock, correlation));
            if (turn instanceof Turn.Resolve resolve) {
                var alert = alert(rule, kept, resolve.episode());
                intents.add(over(rule, kept, alert, resolve, correlation));
            }
        }
    }

    private Intent raised(
            Rule rule, Kept kept, Turn.Raise raise, List<Silence> silences, Instant clock, UUID correlation) {
        var silence = silences.stream()
                .filter(one -> one.covers(rule.ruleId(), kept.key().fingerprint(), clock))
                .findFirst();
        return new Intent(
                rule.tenant(),
                alert(rule, kept, raise.episode()),
                premise(rule),
                kept.key().fingerprint(),
                kept.groupKey(),
                kept.subject(),
                kept.watch().lastStream(),
                episode(rule, raise.episode()),
                raise.at(),
                raise.pendingSince().equals(raise.at()) ? null : raise.pendingSince(),
                raise.evidence(),
                silence.map(Silence::silenceId).orElse(null),
                null,
                correlation);
    }

    private static Intent over(Rule rule, Kept kept, UUID alert, Turn.Resolve resolve, UUID correlation) {
        return new Intent(
                rule.tenant(),
                alert,
                premise(rule),
                kept.key().fingerprint(),
                kept.groupKey(),
                kept.subject(),
                null,
                episode(rule, resolve.episode()),
                resolve.at(),
                null,
                resolve.evidence(),
                null,
                resolve.why(),
                correlation);
    }

    /** The rule watches for something else now, or not at all: what it raised is over. */
    void dropped(Rule rule, Kept kept, Instant at, UUID correlation) {
        var episode = kept.watch().episode();
        if (!episode.isRaised()) return;
        intents.add(new Intent(
                rule.tenant(),
                alert(rule, kept, episode.cause()),
                premise(rule),
                kept.key().fingerprint(),
                kept.groupKey(),
                kept.subject(),
                null,
                episode(rule, episode.cause()),
                at,
                null,
                null,
                null,
                Why.RULE_CHANGED,
                correlation));
    }

    private UUID alert(Rule rule, Kept kept, long cause) {
        return ids.alert(rule.tenant(), rule.ruleId(), kept.key().fingerprint(), episode(rule, cause));
    }

    /** What began before the rule watched for it begins with the rule. */
    private static long episode(Rule rule, long cause) {
        return Math.max(cause, rule.since());
    }

    private static Premise premise(Rule rule) {
        return new Premise(
                rule.ruleId(), rule.revision(), rule.text().mode(), rule.text().severity());
    }
}
