package io.stageline.contact.write;

import io.stageline.write.Decided;
import io.stageline.write.Warning;
import java.util.List;
import java.util.UUID;

/** What is said after a contact was added, changed or erased. */
public record ContactAnswer(UUID contactId, long position, long version, List<Warning> warnings)
        implements Decided.Answer {
    @Override
    public ContactAnswer at(long position) {
        return new ContactAnswer(contactId, position, version, warnings);
    }
}
