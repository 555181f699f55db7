package io.stageline.journal.projection;

import io.stageline.contact.projection.ContactRow;
import io.stageline.journal.projection.Reached.Moment;
import io.stageline.privacy.TenantContact;
import io.stageline.projection.Column;
import io.stageline.projection.Json;
import io.stageline.projection.Passed;
import io.stageline.projection.Unnest;
import io.stageline.projection.bulk.CopyRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tables of the grid as they are written in bulk: lines and rows copied in, after what they replace is taken away. */
final class GridCopy {
    private static final int DELETED_AT_ONCE = 10_000;

    private static final String DELETE_JOURNALS = """
            DELETE FROM journal AS row
             USING unnest(?, ?) AS old (tenant_id, journal_id)
             WHERE row.tenant_id = old.tenant_id AND row.journal_id = old.journal_id""";
    private static final String DELETE_CONTACTS = """
            DELETE FROM contact AS row
             USING unnest(?, ?) AS old (tenant_id, contact_id)
             WHERE row.tenant_id = old.tenant_id AND row.contact_id = old.contact_id""";
    private static final String DELETE_ENTRIES = """
            DELETE FROM grid_row AS row
             USING unnest(?, ?, ?) AS old (tenant_id, journal_id, contact_id)
             WHERE row.tenant_id = old.tenant_id AND row.journal_id = old.journal_id
               AND row.contact_id = old.contact_id""";

    private final CopyRows<EntryLine> lines = new CopyRows<>("entry_event", EntryLine.COLUMNS);
    private final CopyRows<GridRow> entries = new CopyRows<>("grid_row", entryColumns());
    private final CopyRows<Map.Entry<Moment, Long>> moments = new CopyRows<>(
            "moment",
            List.of(
                    of("uuid", moment -> moment.getKey().tenant()),
                    of("timestamptz", moment -> moment.getKey().at()),
                    of("int8", Map.Entry::getValue)));
    private final CopyRows<JournalRow> journals = new CopyRows<>(
            "journal",
            List.of(
                    of("uuid", row -> row.key().tenant()),
                    of("uuid", row -> row.key().journal()),
                    of("text", JournalRow::name),
                    of("text[]", row -> words(row.stages())),
                    of("text[]", row -> words(row.statuses())),
                    of("jsonb", GridCopy::rotDays),
                    of("bool", JournalRow::archived),
                    of("timestamptz", JournalRow::createdAt),
                    of("int8", JournalRow::version)));
    private final CopyRows<Passed<JournalRow>> layouts = new CopyRows<>(
            "journal_past",
            List.of(
                    of("uuid", past -> past.after().key().tenant()),
                    of("uuid", past -> past.after().key().journal()),
                    of("int8", past -> past.recorded().position()),
                    of("text", past -> past.after().name()),
                    of("text[]", past -> words(past.after().stages())),
                    of("text[]", past -> words(past.after().statuses())),
                    of("jsonb", past -> rotDays(past.after())),
                    of("bool", past -> past.after().archived()),
                    of("int8", past -> past.after().version())));
    private final CopyRows<ContactRow> contacts = new CopyRows<>(
            "contact",
            List.of(
                    of("uuid", row -> row.key().tenant()),
                    of("uuid", row -> row.key().contact()),
                    of("text", ContactRow::name),
                    of("text", ContactRow::email),
                    of("text", ContactRow::phone),
                    of("text", ContactRow::externalId),
                    of("bool", ContactRow::erased),
                    of("timestamptz", ContactRow::createdAt),
                    of("int8", ContactRow::version)));
    private final CopyRows<Passed<ContactRow>> names = new CopyRows<>(
            "contact_past",
            List.of(
                    of("uuid", past -> past.after().key().tenant()),
                    of("uuid", past -> past.after().key().contact()),
                    of("int8", past -> past.recorded().position()),
                    of("text", past -> past.after().name()),
                    of("text", past -> Profile.of(past.after()).sortName())));

    void lines(Connection connection, List<EntryLine> added) throws SQLException {
        lines.write(connection, added);
    }

    void layouts(Connection connection, List<Passed<JournalRow>> added) throws SQLException {
        layouts.write(connection, added);
    }

    void names(Connection connection, List<Passed<ContactRow>> added) throws SQLException {
        names.write(connection, added);
    }

    void moments(Connection connection, Collection<Map.Entry<Moment, Long>> added) throws SQLException {
        moments.write(connection, added);
    }

    void journals(Connection connection, List<JournalKey> old, List<JournalRow> rows) throws SQLException {
        delete(connection, DELETE_JOURNALS, old, keys -> keys.uuids(JournalKey::tenant)
                .uuids(JournalKey::journal));
        journals.write(connection, rows);
    }

    void contacts(Connection connection, List<TenantContact> old, List<ContactRow> rows) throws SQLException {
        delete(connection, DELETE_CONTACTS, old, keys -> keys.uuids(TenantContact::tenant)
                .uuids(TenantContact::contact));
        contacts.write(connection, rows);
    }

    void entries(Connection connection, List<EntryKey> old, List<GridRow> rows) throws SQLException {
        delete(connection, DELETE_ENTRIES, old, keys -> keys.uuids(EntryKey::tenant)
                .uuids(EntryKey::journal)
                .uuids(EntryKey::contact));
        entries.write(connection, rows);
    }

    /** How keys become the parameters of a statement. */
    private interface Binding<K> {
        Unnest<K> to(Unnest<K> statement) throws SQLException;
    }

    private static <K> void delete(Connection connection, String sql, List<K> keys, Binding<K> binding)
            throws SQLException {
        for (var from = 0; from < keys.size(); from += DELETED_AT_ONCE) {
            var some = keys.subList(from, Math.min(keys.size(), from + DELETED_AT_ONCE));
            try (var delete = new Unnest<>(connection, sql, some)) {
                binding.to(delete).update();
            }
        }
    }

    private static List<Column<GridRow>> entryColumns() {
        var columns = new ArrayList<Column<GridRow>>(List.<Column<GridRow>>of(
                of("uuid", row -> row.key().tenant()),
                of("uuid", row -> row.key().journal()),
                of("uuid", row -> row.key().contact()),
                of("text", row -> row.profile().name()),
                of("text", row -> row.profile().sortName()),
                of("int8", row -> row.profile().version()),
                of("bool", row -> row.presence().present()),
                of("timestamptz", row -> row.presence().addedAt()),
                of("int8", row -> row.presence().version())));
        columns.addAll(Columns.PATH);
        columns.add(of("int8", GridRow::pathVersion));
        columns.addAll(Columns.DECISION);
        columns.add(of("int8", GridRow::decisionVersion));
        columns.add(of("int8", GridRow::version));
        return columns;
    }

    // As words come back from the table: a list of one empty word is an empty list.
    private static List<String> words(Collection<String> words) {
        return Words.split(Words.join(words));
    }

    private static String rotDays(JournalRow row) {
        return Json.MAPPER.writeValueAsString(row.rotDays());
    }

    private static <R> Column<R> of(String type, Function<R, ? extends @Nullable Object> value) {
        return new Column<>(type, value);
    }
}
