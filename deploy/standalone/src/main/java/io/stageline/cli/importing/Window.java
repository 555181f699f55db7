package io.stageline.cli.importing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** As many rows as memory allows at a time, gathered by contact: each contact's rows stay in the file's order. */
record Window(Collection<List<Row>> contacts, int rows, boolean last) {
    static final int MOST_ROWS = 300_000;

    static Window read(RowReader reader) throws IOException {
        Map<String, List<Row>> contacts = new LinkedHashMap<>();
        for (int rows = 0; rows < MOST_ROWS; rows++) {
            Row row = reader.next();
            if (row == null) return new Window(contacts.values(), rows, true);
            contacts.computeIfAbsent(row.contact(), first -> new ArrayList<>()).add(row);
        }
        return new Window(contacts.values(), MOST_ROWS, false);
    }
}
