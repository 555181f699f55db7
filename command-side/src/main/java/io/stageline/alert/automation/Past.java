package io.stageline.alert.automation;

import io.stageline.alert.automation.PastRequests.BacktestRequest;
import io.stageline.alert.automation.PastRequests.ExplainRequest;
import io.stageline.alert.write.AlertIds;
import io.stageline.alert.write.RuleRequest;
import io.stageline.http.JsonRefusals;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refused;
import io.stageline.write.Values;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Questions about the past of a tenant's rules: what one would have raised, and why one had not. */
final class Past {
    private static final UUID NOT_SAVED = new UUID(0, 0);
    private static final List<List<String>> BY_SUBJECT = List.of(List.of("subject"), List.of("contact"));

    private final PastLog log;
    private final JsonMapper json;

    Past(PastLog log, JsonMapper json) {
        this.log = log;
        this.json = json;
    }

    /** What a rule would have raised. */
    BacktestAnswer backtest(UUID tenant, BacktestRequest request) {
        var rule = proposed(tenant, request);
        return new Backtest(log, request, rule, comparedWith(tenant, request, rule)).run();
    }

    /** A saved rule watches from when it did, unless the past before it is asked for; any other one has always been there. */
    private Rule proposed(UUID tenant, BacktestRequest request) {
        if (request.ruleId() == null) {
            var id = Objects.requireNonNullElse(request.compare(), NOT_SAVED);
            return new Rule(tenant, id, 0, 0, text(request.rule()).text());
        }
        var stream = log.stream(tenant, request.ruleId());
        if (request.revision() != null) return PastRule.revision(tenant, stream, request.revision());
        var saved = PastRule.of(tenant, stream, null).orElseThrow();
        if (saved.isDeleted())
            throw Code.RULE_DELETED.because("the alert rule was deleted").asException();
        var isAsItWas = request.from() == null && request.compare() == null && saved.isEnabled();
        return isAsItWas ? saved.rule() : PastRule.since(saved.rule(), 0);
    }

    private @Nullable Rule comparedWith(UUID tenant, BacktestRequest request, Rule proposed) {
        if (request.compare() == null) return null;
        try {
            var saved = PastRule.of(tenant, log.stream(tenant, request.compare()), null)
                    .orElseThrow()
                    .rule();
            return new Rule(tenant, proposed.ruleId(), saved.revision(), 0, saved.text());
        } catch (Refused refused) {
            throw refused.refusal().below("/compare").asException();
        }
    }

    private RuleRequest text(@Nullable JsonNode rule) {
        try {
            return Objects.requireNonNull(json.treeToValue(rule, RuleRequest.class));
        } catch (Refused refused) {
            throw refused.refusal().below("/rule").asException();
        } catch (JacksonException malformed) {
            throw JsonRefusals.of(malformed).below("/rule").asException();
        }
    }

    /** Why a rule had not raised an alert. */
    ExplainAnswer explain(UUID tenant, UUID ruleId, ExplainRequest request) {
        var at = request.at() == null ? log.now() : request.at();
        var past = PastRule.of(tenant, log.stream(tenant, ruleId), at);
        if (past.isEmpty()) return ExplainAnswer.nothing(at, "the rule was not saved yet");
        if (past.get().isDeleted()) return ExplainAnswer.nothing(at, "the rule was deleted");
        if (!past.get().isEnabled()) return ExplainAnswer.nothing(at, "the rule was disabled");
        var rule = past.get().rule();
        return new WhyNot(log, rule, fingerprint(rule, request), at).answer();
    }

    private UUID fingerprint(Rule rule, ExplainRequest request) {
        if (request.fingerprint() != null) return request.fingerprint();
        if (request.subject() == null || !BY_SUBJECT.contains(rule.text().fingerprint()))
            throw Values.invalid(
                    "/subject", "this rule does not tell its alerts apart by subject alone; give the fingerprint");
        AlertIds ids = log.ids();
        return ids.fingerprintOf(rule.tenant(), rule.ruleId(), request.subject());
    }
}
