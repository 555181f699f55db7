package io.stageline.projection;

import io.stageline.privacy.TenantContact;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** The end of what a read model knows of erased contacts: one statement for all of a batch. */
public final class Erasure {
    private Erasure() {}

    /** Runs the statement, whose two arrays are the tenants and the contacts. */
    public static void run(Connection connection, String sql, Collection<TenantContact> erased) throws SQLException {
        if (erased.isEmpty()) return;
        try (var update = new Unnest<>(connection, sql, erased)) {
            update.uuids(TenantContact::tenant).uuids(TenantContact::contact).update();
        }
    }
}
