package io.stageline.projection;

import io.stageline.eventlog.Recorded;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** Events that are folded together and written together, asked for by their type. */
public record Batch(List<Recorded> events) {

    /** What the events of this type are about. */
    public <E, K> Set<K> keys(Class<E> type, BiFunction<Recorded, E, K> key) {
        var keys = new LinkedHashSet<K>();
        each(type, (recorded, event) -> keys.add(key.apply(recorded, event)));
        return keys;
    }

    public <E> void each(Class<E> type, BiConsumer<Recorded, E> action) {
        for (var recorded : events) {
            var event = recorded.event();
            if (type.isInstance(event)) action.accept(recorded, type.cast(event));
        }
    }
}
