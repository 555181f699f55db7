package io.stageline.signal.write;

import io.stageline.contact.write.ContactIds;
import io.stageline.http.Caller;
import io.stageline.privacy.ContactKeys;
import io.stageline.privacy.TenantContact;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Whom signals are about: a subject is a contact's id, its external id, or whatever else the tenant names so. */
@Component
class Subjects {
    private static final String ERASED = """
            SELECT stream_id
              FROM stageline.event
             WHERE log_id = ? AND tenant_id = ? AND stream_id = ANY (?) AND type LIKE 'contact.erased/%'""";

    private final ContactIds ids;
    private final ContactKeys keys;
    private final JdbcTemplate database;

    Subjects(ContactIds ids, ContactKeys keys, @Qualifier("writeDataSource") DataSource database) {
        this.ids = ids;
        this.keys = keys;
        this.database = new JdbcTemplate(database);
    }

    /** The ids of named subjects, and which of these are contacts or were. */
    record Known(Map<String, UUID> ids, Set<UUID> contacts, Set<UUID> erased) {}

    /** What is known of these subjects, by two statements at most. */
    Known of(Caller caller, Collection<String> names) {
        var found = new HashMap<String, UUID>();
        for (var name : names) found.computeIfAbsent(name, unseen -> ids.named(caller.tenant(), unseen));
        var owners = found.values().stream()
                .map(id -> new TenantContact(caller.tenant(), id))
                .toList();
        var contacts = keys.known(owners).stream().map(TenantContact::contact).collect(Collectors.toSet());
        var others = new HashSet<>(found.values());
        others.removeAll(contacts);
        return new Known(found, contacts, others.isEmpty() ? Set.of() : erased(caller, others));
    }

    private Set<UUID> erased(Caller caller, Set<UUID> unknown) {
        return Set.copyOf(
                database.queryForList(ERASED, UUID.class, caller.log(), caller.tenant(), unknown.toArray(UUID[]::new)));
    }
}
