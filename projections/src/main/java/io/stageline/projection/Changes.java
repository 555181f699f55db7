package io.stageline.projection;

import io.stageline.eventlog.Recorded;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/** The rows that a batch touches, as they were loaded and as they are after its events. */
public final class Changes<K, R> {
    private final Fold<R> fold;
    private final Function<K, R> empty;
    private final Map<K, R> before = new HashMap<>();
    private final Map<K, R> after = new LinkedHashMap<>();
    private final List<Passed<R>> passed = new ArrayList<>();
    private int redelivered;

    public Changes(Fold<R> fold, Function<K, R> empty, Collection<R> loaded, Function<R, K> key) {
        this.fold = fold;
        this.empty = empty;
        loaded.forEach(row -> before.put(key.apply(row), row));
    }

    /** Folds the event into its row; an event folded before is counted and changes nothing. */
    public void fold(K key, Recorded recorded) {
        var row = row(key);
        var next = fold.after(row, recorded);
        after.put(key, next);
        if (next == row) redelivered++;
        else passed.add(new Passed<>(recorded, next));
    }

    public void change(K key, UnaryOperator<R> change) {
        after.put(key, change.apply(row(key)));
    }

    public R row(K key) {
        var row = after.get(key);
        return row != null ? row : before(key);
    }

    public R before(K key) {
        var row = before.get(key);
        return row != null ? row : empty.apply(key);
    }

    /** The rows in which the given version, that is the cluster it belongs to, moved forward. */
    public List<R> moved(ToLongFunction<R> version) {
        return after.entrySet().stream()
                .filter(entry -> version.applyAsLong(entry.getValue()) > version.applyAsLong(before(entry.getKey())))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Every step that was folded, in the order of the log; several of one row are told apart. */
    public List<Passed<R>> passed() {
        return passed;
    }

    public int redelivered() {
        return redelivered;
    }
}
