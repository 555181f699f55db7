package io.stageline.alert.write;

import static java.util.Objects.requireNonNull;

import io.stageline.eventlog.StreamKey;
import io.stageline.events.Sealed;
import io.stageline.journal.write.Journals;
import io.stageline.privacy.ContactKeys;
import io.stageline.privacy.TenantContact;
import io.stageline.privacy.TenantKeys;
import io.stageline.refusal.Code;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What alert rules and alerts ask about: journals, other rules, ids, keys and the time. */
public record AlertSurroundings(
        Journals journals,
        RuleCounts rules,
        AlertIds ids,
        ContactKeys contactKeys,
        TenantKeys tenantKeys,
        Clock clock) {

    /** The present time, as exact as the database keeps it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Seals a text for one field of an event under the tenant's key. */
    Sealed seal(StreamKey stream, long version, String field, String text) {
        return tenantKeys.seal(stream.tenant(), stream.stream(), version, field, text);
    }

    /** The same under the key of the contact that it is about, if it is about one; refused when that was erased. */
    Sealed seal(@Nullable UUID contact, StreamKey stream, long version, String field, String text) {
        if (contact == null) return seal(stream, version, field, text);
        var owner = new TenantContact(stream.tenant(), contact);
        if (!contactKeys.exists(owner))
            throw Code.CONTACT_ERASED.because("the contact was erased").asException();
        return requireNonNull(contactKeys.seal(owner, stream.stream(), version, field, text));
    }

    /** Whether what is personal about somebody can still be kept. */
    boolean keeps(UUID tenant, @Nullable UUID contact) {
        return contact == null || contactKeys.exists(new TenantContact(tenant, contact));
    }
}
