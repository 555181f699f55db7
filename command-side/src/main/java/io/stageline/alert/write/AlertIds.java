package io.stageline.alert.write;

import io.stageline.contact.write.ContactIds;
import io.stageline.privacy.MasterKey;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The ids that derive from what they stand for, so that whoever comes to the same finding comes to the same id. */
@Component
public class AlertIds {
    private final MasterKey master;
    private final ContactIds contacts;

    public AlertIds(MasterKey master, ContactIds contacts) {
        this.master = master;
        this.contacts = contacts;
    }

    /** The fingerprint of a rule's finding with these values of the rule's fingerprint fields, in their order. */
    public UUID fingerprint(UUID tenant, UUID rule, List<String> values) {
        var text = new StringBuilder(rule.toString());
        for (var value : values)
            text.append(' ').append(value.length()).append(' ').append(value);
        return master.idOf(tenant, "fingerprint", text.toString());
    }

    /** The fingerprint where the only field is who it is about: a contact's id or external id, or another subject's name. */
    public UUID fingerprintOf(UUID tenant, UUID rule, String subject) {
        return fingerprint(tenant, rule, List.of(contacts.named(tenant, subject).toString()));
    }

    /** The alert of one episode: the position of the event that began it tells it from all others of its fingerprint. */
    public UUID alert(UUID tenant, UUID rule, UUID fingerprint, long episode) {
        return master.idOf(tenant, "alert", rule + " " + fingerprint + " " + episode);
    }
}
