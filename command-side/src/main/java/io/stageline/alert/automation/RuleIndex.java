package io.stageline.alert.automation;

import io.stageline.alert.events.Condition.Deadline;
import io.stageline.alert.events.Condition.OverEntries;
import io.stageline.alert.events.Condition.OverSignals;
import io.stageline.alert.events.Condition.Signals;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rules of a tenant by what they listen to: who listens to an event is found at once, however many rules there are (S3-P18). */
final class RuleIndex {
    private final Map<Heard, List<Rule>> bySignals = new HashMap<>();
    private final Map<UUID, List<Rule>> byJournal = new HashMap<>();
    private final Map<UUID, Rule> byId = new HashMap<>();

    /** A source, or any, and a type. */
    private record Heard(@Nullable String source, String type) {
        static Heard of(Signals signals) {
            return new Heard(signals.source(), signals.type());
        }
    }

    RuleIndex(Collection<Rule> rules) {
        rules.forEach(this::put);
    }

    /** The rule is in force as it is now, instead of what it was before. */
    void put(Rule rule) {
        remove(rule.ruleId());
        byId.put(rule.ruleId(), rule);
        for (var heard : heard(rule))
            bySignals.computeIfAbsent(heard, one -> new ArrayList<>()).add(rule);
        if (rule.text().condition() instanceof OverEntries condition)
            byJournal
                    .computeIfAbsent(condition.journalId(), id -> new ArrayList<>())
                    .add(rule);
    }

    void remove(UUID ruleId) {
        var rule = byId.remove(ruleId);
        if (rule == null) return;
        for (var heard : heard(rule)) remove(bySignals, heard, rule);
        if (rule.text().condition() instanceof OverEntries condition) remove(byJournal, condition.journalId(), rule);
    }

    private static <K> void remove(Map<K, List<Rule>> listening, K key, Rule rule) {
        listening.computeIfPresent(key, (same, rules) -> {
            rules.remove(rule);
            return rules.isEmpty() ? null : rules;
        });
    }

    private static Set<Heard> heard(Rule rule) {
        var heard = new LinkedHashSet<Heard>();
        if (rule.text().condition() instanceof OverSignals condition) heard.add(Heard.of(condition.of()));
        if (rule.text().condition() instanceof Deadline deadline) heard.add(Heard.of(deadline.closedBy()));
        return heard;
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    /** Those that listen to signals of this type from this source, and to those from any. */
    List<Rule> ofSignal(String source, String type) {
        var named = bySignals.getOrDefault(new Heard(source, type), List.of());
        var any = bySignals.getOrDefault(new Heard(null, type), List.of());
        if (named.isEmpty()) return any;
        if (any.isEmpty()) return named;
        var both = new ArrayList<>(named);
        for (var rule : any) if (!both.contains(rule)) both.add(rule);
        return both;
    }

    /** Those that listen to the entries of this journal. */
    List<Rule> ofJournal(UUID journalId) {
        return byJournal.getOrDefault(journalId, List.of());
    }

    @Nullable
    Rule rule(UUID ruleId) {
        return byId.get(ruleId);
    }

    Collection<Rule> all() {
        return byId.values();
    }
}
