package io.stageline.cli.importing;

import io.stageline.cli.importing.RowSource.Field;
import io.stageline.standalone.Refusal;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which column of the file is read for what. */
final class Columns {
    private final EnumMap<Field, String> names = new EnumMap<>(Field.class);

    static Columns of(String contact, String stage, String time, @Nullable String amount, @Nullable String name) {
        Columns columns = new Columns();
        columns.names.put(Field.CASE, contact);
        columns.names.put(Field.STAGE, stage);
        columns.names.put(Field.TIME, time);
        if (amount != null) columns.names.put(Field.AMOUNT, amount);
        if (name != null) columns.names.put(Field.NAME, name);
        return columns;
    }

    @Nullable String nameOf(Field field) {
        return names.get(field);
    }

    /** Refuses when the file lacks a column, and names those that it has. */
    Columns refuseUnlessIn(Collection<String> present) {
        for (String wanted : names.values()) {
            if (!present.contains(wanted)) {
                throw Refusal.wrongUse("The file has no column '%s'. Its columns: %s"
                        .formatted(wanted, String.join(", ", new TreeSet<>(present))));
            }
        }
        return this;
    }

    /** The fields by the number of their column, -1 for those that are not read. */
    int[] indexesIn(Map<String, Integer> header) {
        int[] indexes = new int[Field.values().length];
        for (Field field : Field.values()) {
            String name = names.get(field);
            indexes[field.ordinal()] = name == null ? -1 : header.getOrDefault(name, -1);
        }
        return indexes;
    }

    /** The fields that a column fills; one column may fill several. */
    Map<String, Field[]> byName() {
        Map<String, Field[]> fields = new LinkedHashMap<>();
        for (String name : names.values()) {
            fields.put(
                    name,
                    names.entrySet().stream()
                            .filter(entry -> entry.getValue().equals(name))
                            .map(Map.Entry::getKey)
                            .toArray(Field[]::new));
        }
        return fields;
    }
}
