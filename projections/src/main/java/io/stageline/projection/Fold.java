package io.stageline.projection;

import io.stageline.eventlog.Recorded;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A pure fold, written as a table: what each type of event makes of a state. */
public final class Fold<S> {

    /** What one type of event makes of a state. */
    @FunctionalInterface
    public interface Step<S, E> {
        S after(S state, E event, Recorded recorded);
    }

    private final Map<Class<?>, Step<S, Object>> steps = new LinkedHashMap<>();
    private final @Nullable ToLongFunction<S> version;

    private Fold(@Nullable ToLongFunction<S> version) {
        this.version = version;
    }

    /** A fold over one stream: the version of the state tells what is folded already and what is missing. */
    public static <S> Fold<S> ofStream(ToLongFunction<S> version) {
        return new Fold<>(version);
    }

    /** A fold over events of many streams, each of which is told apart where it is written. */
    public static <S> Fold<S> ofLog() {
        return new Fold<>(null);
    }

    public <E> Fold<S> on(Class<E> type, Step<S, ? super E> step) {
        steps.put(type, (state, event, recorded) -> step.after(state, type.cast(event), recorded));
        return this;
    }

    /** Names an event that changes nothing here, so that nobody has to ask whether it was forgotten. */
    public Fold<S> ignored(Class<?> type) {
        return on(type, (state, event, recorded) -> state);
    }

    /** The state after the event: the same state if the event is folded already, an error if one before it is missing. */
    public S after(S state, Recorded recorded) {
        if (version != null) {
            var folded = version.applyAsLong(state);
            if (recorded.version() <= folded) return state;
            if (recorded.version() > folded + 1) throw new Gap(recorded, folded);
        }
        return stepOf(recorded).after(state, recorded.event(), recorded);
    }

    public Set<Class<?>> handledTypes() {
        return Set.copyOf(steps.keySet());
    }

    private Step<S, Object> stepOf(Recorded recorded) {
        var step = steps.get(recorded.event().getClass());
        if (step == null)
            throw new IllegalStateException("No step for " + recorded.event().getClass());
        return step;
    }
}
