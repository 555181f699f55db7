package io.stageline.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.eventlog.Schema;
import io.stageline.events.Sealed;
import io.stageline.test.TestDatabase;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class ContactKeysTest {
    private static final MasterKey MASTER = new MasterKey(new byte[MasterKey.BYTES]);

    private final TestDatabase database = TestDatabase.migrated();
    private final DataSource connections = database.as(Schema.WRITE);
    private final TenantContact owner = new TenantContact(UUID.randomUUID(), UUID.randomUUID());
    private final UUID stream = UUID.randomUUID();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void sealed_text_is_opened_by_another_process_with_the_stored_key() {
        var sealed = stored().seal(owner, stream, 1, "name", "Ada Lovelace");
        assertThat(sealed).asString().doesNotContain("Ada");
        assertThat(open(keys(), sealed)).isEqualTo("Ada Lovelace");
    }

    @Test
    void text_whose_key_is_destroyed_cannot_be_opened_any_more() {
        var sealed = stored().seal(owner, stream, 1, "name", "Ada Lovelace");
        new JdbcTemplate(connections).update("DELETE FROM stageline.contact_key");
        assertThat(open(keys(), sealed)).isNull();
        assertThat(keys().exists(owner)).isFalse();
    }

    @Test
    void text_that_was_moved_to_another_version_or_field_is_not_accepted() {
        var keys = stored();
        var sealed = keys.seal(owner, stream, 1, "name", "Ada Lovelace");
        assertThatThrownBy(() -> keys.open(owner.tenant(), owner.contact(), stream, 2, "name", sealed))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> keys.open(owner.tenant(), owner.contact(), stream, 1, "email", sealed))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void many_keys_are_loaded_at_once() {
        stored();
        var keys = keys();
        keys.preload(List.of(owner, new TenantContact(owner.tenant(), UUID.randomUUID())));
        new JdbcTemplate(connections).update("DELETE FROM stageline.contact_key");
        assertThat(keys.exists(owner)).isTrue();
        keys.erased(owner);
        assertThat(keys.exists(owner)).isFalse();
    }

    @Test
    void a_derived_id_depends_on_tenant_purpose_and_text() {
        var tenant = owner.tenant();
        assertThat(MASTER.idOf(tenant, "contact", "4711"))
                .isEqualTo(MASTER.idOf(tenant, "contact", "4711"))
                .isNotEqualTo(MASTER.idOf(tenant, "contact", "4712"))
                .isNotEqualTo(MASTER.idOf(tenant, "event", "4711"))
                .isNotEqualTo(MASTER.idOf(UUID.randomUUID(), "contact", "4711"))
                .matches(id -> id.version() == 8 && id.variant() == 2);
    }

    private ContactKeys keys() {
        return new ContactKeys(MASTER, connections);
    }

    private ContactKeys stored() {
        var keys = keys();
        var change = keys.create(owner);
        new JdbcTemplate(connections)
                .update(
                        "INSERT INTO stageline.contact_key VALUES (?, ?, ?)",
                        owner.tenant(),
                        owner.contact(),
                        change.wrapped());
        return keys;
    }

    private @Nullable String open(ContactKeys keys, @Nullable Sealed sealed) {
        return keys.open(owner.tenant(), owner.contact(), stream, 1, "name", sealed);
    }
}
