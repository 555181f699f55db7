package io.stageline.contact.query;

import io.stageline.query.Filters;
import io.stageline.query.Page;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every question about contacts, each next to the shape of its answer. */
public sealed interface ContactQueries {

    /** The contacts in the order in which they became known; q is a part of the name, or exactly the external id or e-mail. */
    record Contacts(@Nullable String q, int limit, @Nullable String cursor) implements ContactQueries {
        public Contacts {
            q = Filters.given(q);
            Page.limit(limit);
        }
    }

    record OneContact(UUID contactId) implements ContactQueries {}

    /** A contact; an erased one keeps its id and nothing else. */
    record Contact(
            UUID contactId,
            @Nullable String name,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String externalId,
            boolean erased,
            Instant createdAt,
            long version) {}
}
