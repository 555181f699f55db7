package io.stageline.contact.projection;

import io.stageline.privacy.TenantContact;
import io.stageline.projection.Erasure;
import io.stageline.projection.Unnest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The table of contacts: loaded by one statement, written by one. */
public final class ContactTable {
    private static final String LOAD = """
            SELECT row.tenant_id, row.contact_id, row.name, row.email, row.phone, row.external_id,
                   row.erased, row.created_at, row.version
              FROM unnest(?, ?) AS wanted (tenant_id, contact_id)
              JOIN contact AS row USING (tenant_id, contact_id)""";

    private static final String UPSERT = """
            INSERT INTO contact AS row
                   (tenant_id, contact_id, name, email, phone, external_id, erased, created_at, version)
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (tenant_id, contact_id) DO UPDATE
               SET name = excluded.name, email = excluded.email, phone = excluded.phone,
                   external_id = excluded.external_id, erased = excluded.erased, version = excluded.version
             WHERE row.version < excluded.version""";

    private static final String ERASE = """
            UPDATE contact AS row
               SET name = NULL, email = NULL, phone = NULL, external_id = NULL
              FROM unnest(?, ?) AS erased (tenant_id, contact_id)
             WHERE row.tenant_id = erased.tenant_id AND row.contact_id = erased.contact_id""";

    private final Connection connection;

    public ContactTable(Connection connection) {
        this.connection = connection;
    }

    public List<ContactRow> load(Collection<TenantContact> keys) throws SQLException {
        if (keys.isEmpty()) return List.of();
        try (var load = new Unnest<>(connection, LOAD, keys)) {
            return load.uuids(TenantContact::tenant)
                    .uuids(TenantContact::contact)
                    .read(ContactTable::row);
        }
    }

    /** Writes the rows and says how many were stale. */
    public int write(Collection<ContactRow> rows) throws SQLException {
        if (rows.isEmpty()) return 0;
        try (var upsert = new Unnest<>(connection, UPSERT, rows)) {
            return upsert.uuids(row -> row.key().tenant())
                    .uuids(row -> row.key().contact())
                    .texts(ContactRow::name)
                    .texts(ContactRow::email)
                    .texts(ContactRow::phone)
                    .texts(ContactRow::externalId)
                    .flags(ContactRow::erased)
                    .times(ContactRow::createdAt)
                    .longs(ContactRow::version)
                    .rejected();
        }
    }

    /** Leaves nothing personal, in rows that are otherwise as they were. */
    public void erase(Collection<TenantContact> erased) throws SQLException {
        Erasure.run(connection, ERASE, erased);
    }

    private static ContactRow row(ResultSet result) throws SQLException {
        return new ContactRow(
                new TenantContact(result.getObject(1, UUID.class), result.getObject(2, UUID.class)),
                result.getString(3),
                result.getString(4),
                result.getString(5),
                result.getString(6),
                result.getBoolean(7),
                result.getObject(8, OffsetDateTime.class).toInstant(),
                result.getLong(9));
    }
}
