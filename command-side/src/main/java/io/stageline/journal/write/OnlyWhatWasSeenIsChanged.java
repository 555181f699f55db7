package io.stageline.journal.write;

import io.stageline.journal.write.EntryCommand.One;
import io.stageline.write.IfMatch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who has seen an older version than the current one is heard all the same, unless a field that the command changes was
 * touched since. A conflict tells for each such field what was seen, what is there now, and what was wished.
 */
record OnlyWhatWasSeenIsChanged(One command, IfMatch seen, EntryFacts now, long current) {

    /** The version that was seen if it is no longer the current one; null if it is. */
    @Nullable
    Long rebasedFrom() {
        if (seen.holds(current)) return null;
        var base = seen.base();
        if (base < 0 || base > current) throw refused(Map.of());
        var disputed = new LinkedHashMap<String, @Nullable Object>();
        for (var change : command.changes(now))
            if (now.touched(change.field()) > base) disputed.put(change.field(), change.wish());
        if (disputed.isEmpty()) return base;
        throw refused(conflict(disputed, now.at(base)));
    }

    private Map<String, Object> conflict(Map<String, @Nullable Object> disputed, EntryFacts base) {
        var fields = new TreeMap<String, Object>();
        disputed.forEach((field, wish) -> {
            var sides = new LinkedHashMap<String, @Nullable Object>();
            sides.put("base", base.value(field));
            sides.put("theirs", now.value(field));
            sides.put("yours", wish);
            fields.put(field, sides);
        });
        return fields;
    }

    private RuntimeException refused(Map<String, Object> fields) {
        return seen.refusal(current).with("fields", fields).asException();
    }
}
