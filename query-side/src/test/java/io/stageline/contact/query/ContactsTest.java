package io.stageline.contact.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.query.ReadServer;
import io.stageline.query.Rows;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ContactsTest {
    private static final int CONTACTS = 57;
    private static ReadServer server;
    private static ReadServer.Tenant tenant;

    @BeforeAll
    static void start() {
        server = new ReadServer();
        tenant = server.tenant();
        new Rows(server, tenant.id).contacts(CONTACTS).journal("donors");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void contacts_are_paged_each_exactly_once() {
        var contacts = new ArrayList<String>();
        var cursor = "";
        do {
            var page = tenant.read("/v1/contacts?limit=10&cursor=" + cursor);
            assertThat(page.get("total").asInt()).isEqualTo(CONTACTS);
            page.get("items").forEach(item -> contacts.add(item.get("contactId").asString()));
            cursor = page.get("next").isNull() ? null : page.get("next").asString();
        } while (cursor != null);
        assertThat(contacts).hasSize(CONTACTS).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void a_contact_is_found_by_a_part_of_its_name_its_external_id_or_its_e_mail() {
        assertThat(tenant.read("/v1/contacts?q=erson%202").get("total").asInt()).isPositive();
        assertThat(tenant.read("/v1/contacts?q=x17").get("total").asInt()).isOne();
        assertThat(tenant.read("/v1/contacts?q=P17@EXAMPLE.ORG").get("total").asInt())
                .isOne();
        assertThat(tenant.read("/v1/contacts?q=x1%25").get("total").asInt()).isZero();
    }

    @Test
    void an_erased_contact_keeps_its_id_and_nothing_else() {
        assertThat(tenant.read("/v1/contacts/" + Rows.contact(5)).toString())
                .isEqualTo(
                        "{\"contactId\":\"%s\",\"name\":null,\"email\":null,\"phone\":null,\"externalId\":null,\"erased\":true,\"createdAt\":\"2026-03-01T12:00:00Z\",\"version\":1}"
                                .formatted(Rows.contact(5)));
    }

    @Test
    void a_journal_is_found_by_its_exact_name() {
        assertThat(tenant.read("/v1/journals?name=donors").at("/items/0/stages").toString())
                .isEqualTo("[\"CONTACT\",\"MEET\",\"ASK\",\"DECISION\"]");
        assertThat(tenant.read("/v1/journals?name=Donors").get("total").asInt()).isZero();
    }

    @Test
    void an_unknown_contact_is_404() {
        assertThat(tenant.refused("/v1/contacts/" + Rows.contact(999), 404)).isEqualTo("unknown-contact");
    }
}
