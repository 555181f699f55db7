package io.stageline.webhook.automation;

import io.stageline.eventlog.Recorded;
import io.stageline.webhook.automation.Translation.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All that can be told, of every feature. */
final class Translations {
    private static final List<Translation> FEATURES =
            List.of(new JournalMessages(), new ContactMessages(), new AlertMessages(), new EndpointMessages());

    private final Map<Class<?>, Rule<?>> rules = FEATURES.stream()
            .flatMap(feature -> feature.rules().stream())
            .collect(Collectors.toUnmodifiableMap(Rule::event, Function.identity()));

    /** How the event is told; nothing when it is not. */
    Optional<Rule<?>> of(Recorded recorded) {
        return Optional.ofNullable(rules.get(recorded.event().getClass()));
    }

    /** The types of all messages. */
    List<String> types() {
        return rules.values().stream().<String>map(Rule::type).toList();
    }
}
