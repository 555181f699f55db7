package io.stageline.contact.write;

import io.stageline.contact.write.ContactCommand.AddContact;
import io.stageline.contact.write.ContactCommand.Change;
import io.stageline.contact.write.ContactCommand.ChangeContact;
import io.stageline.write.Values;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The bodies of commands to contacts; they exist only with values that may become a command. */
public final class ContactRequests {
    private ContactRequests() {}

    /** A person or organisation to be added. */
    public record NewContact(
            String name,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String externalId) {
        public NewContact {
            Values.required("/name", name, Values.LINE);
            email = checkedEmail("/email", email);
            Values.optional("/phone", phone, Values.LINE);
            Values.optional("/externalId", externalId, Values.LINE);
        }

        public AddContact command(UUID tenant, UUID contactId) {
            return new AddContact(tenant, contactId, name, email, phone, externalId);
        }
    }

    /** What of a contact is to change: what is missing stays, null empties (RFC 7396). */
    record ContactChange(
            @Nullable String name,
            @Schema(implementation = String.class) @Nullable JsonNode email,
            @Schema(implementation = String.class) @Nullable JsonNode phone) {
        ContactChange {
            Values.optional("/name", name, Values.LINE);
            checkedEmail("/email", text("/email", email));
            Values.optional("/phone", text("/phone", phone), Values.LINE);
        }

        ChangeContact command(UUID tenant, UUID contactId) {
            return new ChangeContact(tenant, contactId, name, change("/email", email), change("/phone", phone));
        }

        private static Change change(String pointer, @Nullable JsonNode field) {
            return field == null ? Change.NONE : Change.to(text(pointer, field));
        }

        private static @Nullable String text(String pointer, @Nullable JsonNode field) {
            if (field == null || field.isNull()) return null;
            if (!field.isString()) throw Values.invalid(pointer, "a text or null is required here");
            return field.stringValue();
        }
    }

    private static @Nullable String checkedEmail(String pointer, @Nullable String email) {
        Values.optional(pointer, email, Values.LINE);
        if (email != null && !email.matches("[^@\\s]+@[^@\\s]+"))
            throw Values.invalid(pointer, "this is not an e-mail address");
        return email;
    }
}
