package io.stageline.webhook.automation;

import io.stageline.contact.events.ContactEvent.ContactAdded;
import io.stageline.contact.events.ContactEvent.ContactErased;
import java.util.List;

/** What is told of contacts: that there is one, and that a receiver must forget one too. */
final class ContactMessages implements Translation {

    @Override
    public List<Rule<?>> rules() {
        return List.of(
                new Rule<>(
                        ContactAdded.class,
                        "contact.added",
                        (event, at, past) -> Outgoing.of(event.contactId(), Fields.of("contactId", event.contactId()))),
                new Rule<>(
                        ContactErased.class,
                        "contact.erased",
                        (event, at, past) ->
                                Outgoing.of(event.contactId(), Fields.of("contactId", event.contactId()))));
    }
}
