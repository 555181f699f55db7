package io.stageline.journal.projection;

import io.stageline.contact.projection.ContactRow;
import io.stageline.privacy.TenantContact;
import io.stageline.projection.Erasure;
import io.stageline.projection.Json;
import io.stageline.projection.Passed;
import io.stageline.projection.Unnest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** What contacts were called and how journals were laid out, from which position on. */
final class PastTables {
    private static final String INSERT_CONTACTS = """
            INSERT INTO contact_past (tenant_id, contact_id, position, name, sort_name)
            SELECT * FROM unnest(?, ?, ?, ?, ?)
                ON CONFLICT (tenant_id, contact_id, position) DO NOTHING""";

    private static final String INSERT_JOURNALS = """
            INSERT INTO journal_past (tenant_id, journal_id, position, name, stages, statuses, rot_days, archived, version)
            SELECT tenant_id, journal_id, position, name, string_to_array(stages, E'\\x1f'),
                   string_to_array(statuses, E'\\x1f'), rot_days::jsonb, archived, version
              FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
                   AS given (tenant_id, journal_id, position, name, stages, statuses, rot_days, archived, version)
                ON CONFLICT (tenant_id, journal_id, position) DO NOTHING""";

    private static final String ERASE_NAMES = """
            UPDATE contact_past AS past
               SET name = NULL, sort_name = ''
              FROM unnest(?, ?) AS erased (tenant_id, contact_id)
             WHERE past.tenant_id = erased.tenant_id AND past.contact_id = erased.contact_id
               AND past.name IS NOT NULL""";

    private final Connection connection;

    PastTables(Connection connection) {
        this.connection = connection;
    }

    void writeContacts(List<Passed<ContactRow>> contacts) throws SQLException {
        if (contacts.isEmpty()) return;
        try (var insert = new Unnest<>(connection, INSERT_CONTACTS, contacts)) {
            insert.uuids(contact -> contact.after().key().tenant())
                    .uuids(contact -> contact.after().key().contact())
                    .longs(contact -> contact.recorded().position())
                    .texts(contact -> contact.after().name())
                    .texts(contact -> Profile.of(contact.after()).sortName())
                    .update();
        }
    }

    void writeJournals(List<Passed<JournalRow>> journals) throws SQLException {
        if (journals.isEmpty()) return;
        try (var insert = new Unnest<>(connection, INSERT_JOURNALS, journals)) {
            insert.uuids(journal -> journal.after().key().tenant())
                    .uuids(journal -> journal.after().key().journal())
                    .longs(journal -> journal.recorded().position())
                    .texts(journal -> journal.after().name())
                    .texts(journal -> Words.join(journal.after().stages()))
                    .texts(journal -> Words.join(journal.after().statuses()))
                    .texts(journal ->
                            Json.MAPPER.writeValueAsString(journal.after().rotDays()))
                    .flags(journal -> journal.after().archived())
                    .longs(journal -> journal.after().version())
                    .update();
        }
    }

    void erase(Collection<TenantContact> erased) throws SQLException {
        Erasure.run(connection, ERASE_NAMES, erased);
    }
}
