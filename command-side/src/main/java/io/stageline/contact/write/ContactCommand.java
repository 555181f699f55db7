package io.stageline.contact.write;

import io.stageline.eventlog.StreamKey;
import io.stageline.privacy.TenantContact;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refusal;
import io.stageline.write.Command;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything that can be asked of a contact. */
public sealed interface ContactCommand extends Command {
    UUID tenant();

    UUID contactId();

    @Override
    default StreamKey target() {
        return new StreamKey(tenant(), contactId());
    }

    @Override
    default Refusal whenMissing() {
        return Code.UNKNOWN_CONTACT.because("there is no such contact");
    }

    default TenantContact owner() {
        return new TenantContact(tenant(), contactId());
    }

    /** Make a person or organisation known; one that is known by its external id stays as it is. */
    record AddContact(
            UUID tenant,
            UUID contactId,
            String name,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String externalId)
            implements ContactCommand {}

    /** Change the fields that are given. */
    record ChangeContact(
            UUID tenant, UUID contactId, @Nullable String name, Change email, Change phone) implements ContactCommand {}

    /** Destroy the contact's key and with it everything personal in the log. */
    record EraseContact(UUID tenant, UUID contactId) implements ContactCommand {}

    /** What a change does to a field that may be empty: nothing, or set it to this value or to none. */
    record Change(boolean given, @Nullable String value) {
        public static final Change NONE = new Change(false, null);

        public static Change to(@Nullable String value) {
            return new Change(true, value);
        }

        @Nullable
        String of(@Nullable String before) {
            return given ? value : before;
        }
    }
}
