package io.stageline.journal.write;

import io.stageline.contact.write.Contacts;
import io.stageline.privacy.ContactKeys;
import java.time.Clock;

/** What an entry asks before it decides: its journal, its contact and that one's key, and the time. */
public record EntrySurroundings(Journals journals, Contacts contacts, ContactKeys keys, Clock clock) {

    /** The journal of a command; refuses when it is not open, or its contact not known. */
    JournalFacts journalOf(EntryCommand command) {
        var journal = journals.open(command.entry().tenant(), command.entry().journalId());
        contacts.mustBeKnown(command.contact());
        return journal;
    }
}
