package io.stageline.contact.query;

import static io.stageline.query.Reading.maybe;
import static io.stageline.query.Reading.need;
import static io.stageline.refusal.Code.UNKNOWN_CONTACT;

import io.r2dbc.spi.Readable;
import io.stageline.contact.query.ContactQueries.Contact;
import io.stageline.contact.query.ContactQueries.Contacts;
import io.stageline.contact.query.ContactQueries.OneContact;
import io.stageline.query.Cursor;
import io.stageline.query.Filters;
import io.stageline.query.Page;
import io.stageline.query.Reading;
import io.stageline.query.Sql;
import io.stageline.refusal.Refused;
import java.time.Instant;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** The SELECTs about contacts. */
final class ContactReads {
    private static final String CONTACT = """
            SELECT contact_id, name, email, phone, external_id, erased, created_at, version
              FROM contact
             WHERE tenant_id = :tenant""";

    private static final String COUNT = """
            SELECT count(*) AS total
              FROM contact
             WHERE tenant_id = :tenant""";

    private static final String MATCHES = "(lower(name) LIKE :pattern OR external_id = :q OR lower(email) = lower(:q))";

    private static final String PAGE = """

             ORDER BY contact_id
             LIMIT :limit + 1""";

    private ContactReads() {}

    static Mono<Page<Contact>> answer(Contacts question, Reading reading) {
        var cursors = Cursor.in("contacts", question.q());
        var after = cursors.read(question.cursor(), 1, keys -> UUID.fromString(keys.get(0)));
        var filters = new Filters().when(question.q(), MATCHES, "q").bind("pattern", Filters.containing(question.q()));
        var count = Sql.of(COUNT + filters.text()).bindAll(filters.values());
        var page = new Filters().when(after, "contact_id > :after", "after");
        var rows = Sql.of(CONTACT + filters.text() + page.text() + PAGE)
                .bindAll(filters.values())
                .bindAll(page.values())
                .bind("limit", question.limit());
        return reading.one(count, row -> need(row, "total", Long.class))
                .flatMap(total -> reading.all(rows, ContactReads::contact)
                        .map(found -> Page.of(
                                found, question.limit(), total, row -> row, row -> cursors.after(row.contactId()))));
    }

    static Mono<Contact> answer(OneContact question, Reading reading) {
        return reading.one(
                        Sql.of(CONTACT + " AND contact_id = :contact").bind("contact", question.contactId()),
                        ContactReads::contact)
                .switchIfEmpty(Mono.error(ContactReads::unknown));
    }

    private static Contact contact(Readable row) {
        return new Contact(
                need(row, "contact_id", UUID.class),
                maybe(row, "name", String.class),
                maybe(row, "email", String.class),
                maybe(row, "phone", String.class),
                maybe(row, "external_id", String.class),
                need(row, "erased", Boolean.class),
                need(row, "created_at", Instant.class),
                need(row, "version", Long.class));
    }

    private static Refused unknown() {
        return UNKNOWN_CONTACT.because("There is no such contact.").asException();
    }
}
