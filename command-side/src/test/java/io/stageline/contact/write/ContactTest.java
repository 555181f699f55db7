package io.stageline.contact.write;

import io.stageline.contact.events.ContactEvent.ContactAdded;
import io.stageline.contact.events.ContactEvent.ContactChanged;
import io.stageline.contact.events.ContactEvent.ContactErased;
import io.stageline.contact.write.ContactCommand.AddContact;
import io.stageline.contact.write.ContactCommand.Change;
import io.stageline.contact.write.ContactCommand.ChangeContact;
import io.stageline.contact.write.ContactCommand.EraseContact;
import io.stageline.privacy.ContactKeys;
import io.stageline.privacy.MasterKey;
import io.stageline.refusal.Refused;
import io.stageline.write.Aggregates;
import java.util.UUID;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.matchers.Matchers;
import org.hamcrest.CoreMatchers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class ContactTest {
    private static final UUID TENANT = UUID.randomUUID();
    private static final UUID CONTACT = UUID.randomUUID();
    private static final AddContact ADA = new AddContact(TENANT, CONTACT, "Ada", "ada@example.org", null, "crm-1");

    private final ContactKeys keys =
            new ContactKeys(new MasterKey(new byte[MasterKey.BYTES]), new DriverManagerDataSource());
    private final AggregateTestFixture<Contact> fixture = new AggregateTestFixture<>(Contact.class);

    ContactTest() {
        fixture.registerCommandTargetResolver(Aggregates.TARGETS);
        fixture.registerInjectableResource(keys);
    }

    @Test
    void a_contact_enters_the_log_sealed() {
        fixture.givenNoPriorActivity()
                .when(ADA)
                .expectEventsMatching(Matchers.payloadsMatching(
                        Matchers.exactSequenceOf(Matchers.matches(event -> event instanceof ContactAdded added
                                && !added.toString().contains("Ada")
                                && "Ada".equals(open(added, 1))))));
    }

    @Test
    void a_known_contact_that_is_added_again_stays_as_it_is() {
        fixture.givenCommands(ADA)
                .when(new AddContact(TENANT, CONTACT, "Somebody else", null, null, "crm-1"))
                .expectNoEvents();
    }

    @Test
    void a_change_carries_what_was_not_changed() {
        fixture.givenCommands(ADA)
                .when(new ChangeContact(TENANT, CONTACT, null, Change.to(null), Change.to("+44 20")))
                .expectEventsMatching(Matchers.payloadsMatching(Matchers.exactSequenceOf(Matchers.matches(event -> event
                                instanceof ContactChanged changed
                        && changed.email() == null
                        && "Ada".equals(keys.open(TENANT, CONTACT, CONTACT, 2, "name", changed.name()))
                        && "+44 20".equals(keys.open(TENANT, CONTACT, CONTACT, 2, "phone", changed.phone()))))));
    }

    @Test
    void a_change_to_what_it_is_already_changes_nothing() {
        fixture.givenCommands(ADA)
                .when(new ChangeContact(TENANT, CONTACT, "Ada", Change.to("ada@example.org"), Change.NONE))
                .expectNoEvents();
    }

    @Test
    void an_erased_contact_is_neither_changed_nor_added_nor_erased_again() {
        for (var command : new ContactCommand[] {
            ADA, new EraseContact(TENANT, CONTACT), new ChangeContact(TENANT, CONTACT, "Eve", Change.NONE, Change.NONE)
        }) {
            var again = new AggregateTestFixture<>(Contact.class);
            again.registerCommandTargetResolver(Aggregates.TARGETS);
            again.registerInjectableResource(keys);
            again.givenCommands(ADA)
                    .andGivenCommands(new EraseContact(TENANT, CONTACT))
                    .when(command)
                    .expectException(CoreMatchers.instanceOf(Refused.class))
                    .expectExceptionMessage("the contact was erased")
                    .expectNoEvents();
        }
    }

    @Test
    void erasing_is_an_event_of_its_own() {
        fixture.givenCommands(ADA).when(new EraseContact(TENANT, CONTACT)).expectEvents(new ContactErased(CONTACT));
    }

    private @Nullable String open(ContactAdded added, long version) {
        return keys.open(TENANT, CONTACT, CONTACT, version, "name", added.name());
    }
}
