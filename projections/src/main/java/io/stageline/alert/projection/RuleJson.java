package io.stageline.alert.projection;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.stageline.alert.events.Condition;
import io.stageline.alert.events.Condition.DecisionChanged;
import io.stageline.alert.events.Evidence;
import io.stageline.alert.events.RuleText;
import io.stageline.events.Stored;
import io.stageline.projection.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;

/** Rules, evidence and silences as JSON, ready to send: a rule as it is sent by whoever saves it. Equal values are equal bytes. */
final class RuleJson {
    private static final TypeReference<List<RuleSilence>> SILENCES = new TypeReference<>() {};

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    private interface ByKind {}

    private static final JsonMapper MAPPER = Json.MAPPER
            .rebuild()
            .addMixIn(Condition.class, ByKind.class)
            .registerSubtypes(kinds(Condition.class).toArray(NamedType[]::new))
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private RuleJson() {}

    static String of(RuleText rule) {
        return MAPPER.writeValueAsString(inOrder(rule));
    }

    static @Nullable String of(@Nullable Evidence evidence) {
        return evidence == null ? null : MAPPER.writeValueAsString(evidence);
    }

    static String of(List<RuleSilence> silences) {
        return MAPPER.writeValueAsString(silences);
    }

    static List<RuleSilence> silences(String json) {
        return MAPPER.readValue(json, SILENCES);
    }

    // A set has no order of its own.
    private static RuleText inOrder(RuleText rule) {
        if (!(rule.condition() instanceof DecisionChanged changed)) return rule;
        return new RuleText(
                rule.name(),
                rule.mode(),
                rule.severity(),
                new DecisionChanged(changed.journalId(), new TreeSet<>(changed.to())),
                rule.holdsFor(),
                rule.keepFiring(),
                rule.fingerprint(),
                rule.groupBy());
    }

    private static Stream<NamedType> kinds(Class<?> type) {
        if (type.isSealed()) return Arrays.stream(type.getPermittedSubclasses()).flatMap(RuleJson::kinds);
        return Stream.of(new NamedType(
                type,
                Objects.requireNonNull(type.getAnnotation(Stored.class), type::getName)
                        .value()));
    }
}
