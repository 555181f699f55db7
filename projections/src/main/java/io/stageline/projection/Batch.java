package io.stageline.projection;

import io.stageline.eventlog.Recorded;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** Events that are folded together and written together, asked for by their type. */
public record Batch(List<Recorded> events) {

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
        var isAskedFor = new IdentityHashMap<Class<?>, Boolean>(); // an event is of many types, and few classes
        for (var recorded : events) {
            var event = recorded.event();
            if (isAskedFor.computeIfAbsent(event.getClass(), type::isAssignableFrom))
                action.accept(recorded, (E) event);
        }
    }
}
