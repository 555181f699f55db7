package io.stageline.projection;

import io.stageline.eventlog.Recorded;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Events that are folded together and written together, asked for by their type. */
public final class Batch {
    private final List<Recorded> events;
    private final Set<Class<?>> classes = new HashSet<>(); // an event is of many types, and few classes
    private final Map<Class<?>, List<Recorded>> ofTypes = new HashMap<>();

    public Batch(List<Recorded> events) {
        this.events = events;
        for (var recorded : events) classes.add(recorded.event().getClass());
    }

    public List<Recorded> events() {
        return events;
    }

    /** What the events of this type are about. */
    public <E, K> Set<K> keys(Class<E> type, BiFunction<Recorded, ? super E, K> key) {
        return keysIf(type, event -> true, key);
    }

    /** What those events of this type are about that pass. */
    public <E, K> Set<K> keysIf(Class<E> type, Predicate<E> passes, BiFunction<Recorded, ? super E, K> key) {
        var keys = new LinkedHashSet<K>();
        each(type, (recorded, event) -> {
            if (passes.test(event)) keys.add(key.apply(recorded, event));
        });
        return keys;
    }

    @SuppressWarnings("unchecked") // those that are asked for are of this type
    public <E> void each(Class<E> type, BiConsumer<Recorded, E> action) {
        for (var recorded : ofTypes.computeIfAbsent(type, this::select)) action.accept(recorded, (E) recorded.event());
    }

    private List<Recorded> select(Class<?> type) {
        var asked = classes.stream().filter(type::isAssignableFrom).collect(Collectors.toSet());
        if (asked.isEmpty()) return List.of();
        if (asked.size() == classes.size()) return events;
        return events.stream()
                .filter(recorded -> asked.contains(recorded.event().getClass()))
                .toList();
    }
}
