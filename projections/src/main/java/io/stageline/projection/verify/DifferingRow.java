package io.stageline.projection.verify;

import static java.util.Objects.requireNonNull;

import io.stageline.projection.Difference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A row that is not the same on both sides; on one of them it may be missing. */
record DifferingRow(
        Table table,
        @Nullable ObjectNode expected,
        @Nullable ObjectNode shown) {
    private static final String CONTACT = "contact_id";
    private static final String THERE = "(a row)";

    /** A field with what both sides have in it. */
    record Field(
            String name, @Nullable String shown, @Nullable String expected) {}

    /** The key of the row, in the order of its columns. */
    Map<String, String> key() {
        var key = new LinkedHashMap<String, String>();
        for (var column : table.key()) key.put(column, String.valueOf(text(either(), column)));
        return key;
    }

    /** The contact that the row is about, if it is about one. */
    @Nullable
    String contact() {
        return text(either(), CONTACT);
    }

    /** The fields that differ, or the whole row if it is on one side only; of texts that are not plain only that they do. */
    List<Field> fields(Set<String> plainTexts) {
        if (shown == null) return List.of(new Field(Difference.WHOLE_ROW, null, THERE));
        if (expected == null) return List.of(new Field(Difference.WHOLE_ROW, THERE, null));
        var fields = new ArrayList<Field>();
        for (var name : names()) {
            var one = text(shown, name);
            var other = text(expected, name);
            if (Objects.equals(one, other)) continue;
            fields.add(mayBePersonal(name, plainTexts) ? personal(name) : new Field(name, one, other));
        }
        return fields;
    }

    private Set<String> names() {
        return new LinkedHashSet<>(either().propertyNames());
    }

    private ObjectNode either() {
        return expected != null ? expected : requireNonNull(shown);
    }

    private boolean mayBePersonal(String name, Set<String> plainTexts) {
        return table.texts().contains(name)
                && !plainTexts.contains(name)
                && !plainTexts.contains(table.name() + "." + name);
    }

    private static Field personal(String name) {
        return new Field(name, Difference.PERSONAL, Difference.PERSONAL);
    }

    private static @Nullable String text(ObjectNode row, String field) {
        JsonNode value = row.get(field);
        if (value == null || value.isNull()) return null;
        return value.isString() ? value.stringValue() : value.toString();
    }
}
