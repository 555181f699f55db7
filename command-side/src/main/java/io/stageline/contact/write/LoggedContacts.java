package io.stageline.contact.write;

import io.stageline.contact.events.ContactEvent;
import io.stageline.eventlog.AppendContext;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.StreamKey;
import io.stageline.privacy.ContactKeys;
import io.stageline.privacy.TenantContact;
import io.stageline.refusal.Code;

/** The contacts as their keys tell: who has a key is known, who has only a history was erased. */
public final class LoggedContacts implements Contacts {
    private final EventLogs logs;
    private final ContactKeys keys;

    public LoggedContacts(EventLogs logs, ContactKeys keys) {
        this.logs = logs;
        this.keys = keys;
    }

    @Override
    public void mustBeKnown(TenantContact contact) {
        var stream = new StreamKey(contact.tenant(), contact.contact());
        var rehearsal = AppendContext.currentRehearsal();
        if (rehearsal != null && rehearsal.changes(stream) || keys.exists(contact)) return;
        var history = logs.readStream(stream, 0);
        var erased = !history.isEmpty() && history.get(0).event() instanceof ContactEvent;
        throw (erased
                        ? Code.CONTACT_ERASED.because("the contact was erased")
                        : Code.UNKNOWN_CONTACT.because("there is no such contact"))
                .asException();
    }
}
