package io.stageline.projection.bulk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Rows of a table that are held in memory: some as they are stored, others changed since, some not stored at all. */
public final class HeldRows<K, R> {
    private final Function<R, K> key;
    private final ToIntFunction<R> weight;
    private final Map<K, R> rows = new HashMap<>();
    private final Set<K> stored = new HashSet<>();
    private final Set<K> changed = new LinkedHashSet<>();
    private int weighs;

    /** The weight of a row is how many rows of usual length it is like. */
    public HeldRows(Function<R, K> key, ToIntFunction<R> weight) {
        this.key = key;
        this.weight = weight;
    }

    /** Those of the keys of which no row is held. */
    public Set<K> missing(Collection<K> keys) {
        var missing = new LinkedHashSet<K>();
        for (var one : keys) if (!rows.containsKey(one)) missing.add(one);
        return missing;
    }

    /** Takes rows that were found in their table. */
    public void found(Collection<R> loaded) {
        for (var row : loaded) {
            hold(row);
            stored.add(key.apply(row));
        }
    }

    /** Takes rows that are different from those in their table, or new. */
    public void changed(Collection<R> folded) {
        for (var row : folded) {
            hold(row);
            changed.add(key.apply(row));
        }
    }

    private void hold(R row) {
        var before = rows.put(key.apply(row), row);
        weighs += weight.applyAsInt(row) - (before == null ? 0 : weight.applyAsInt(before));
    }

    /** The rows that are held of these keys. */
    public List<R> of(Collection<K> keys) {
        var held = new ArrayList<R>(keys.size());
        for (var one : keys) {
            var row = rows.get(one);
            if (row != null) held.add(row);
        }
        return held;
    }

    /** The keys of rows in the table that are different from those here. */
    public List<K> outdated() {
        return changed.stream().filter(stored::contains).toList();
    }

    /** The rows that the table does not have as they are. */
    public List<R> unwritten() {
        return of(changed);
    }

    /** Remembers that all rows are stored as they are here. */
    public void written() {
        stored.addAll(changed);
        changed.clear();
    }

    /** The weight of all rows that are held. */
    public int weighs() {
        return weighs;
    }

    /** Forgets the rows that are stored as they are here: nothing has happened to them since. */
    public void forgetQuiet() {
        rows.keySet().retainAll(changed);
        stored.retainAll(changed);
        weighs = rows.values().stream().mapToInt(weight).sum();
    }

    /** Forgets all rows; those that are not written are lost. */
    public void forget() {
        weighs = 0;
        rows.clear();
        stored.clear();
        changed.clear();
    }
}
