package io.stageline.contact.write;

import io.stageline.privacy.TenantContact;

/** Where entries ask about their contact. */
public interface Contacts {
    /** Refuses when the tenant has no such contact, or when it was erased. */
    void mustBeKnown(TenantContact contact);
}
