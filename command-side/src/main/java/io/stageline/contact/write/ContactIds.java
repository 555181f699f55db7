package io.stageline.contact.write;

import com.github.f4b6a3.uuid.UuidCreator;
import io.stageline.privacy.MasterKey;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The ids of contacts: who has an external id is always the same contact of its tenant, others are new. */
@Component
public class ContactIds {
    private static final Pattern UUID_SHAPE =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final MasterKey master;

    public ContactIds(MasterKey master) {
        this.master = master;
    }

    /** The contact's id; without an external id a fresh one. */
    public UUID of(UUID tenant, @Nullable String externalId) {
        return externalId == null ? UuidCreator.getTimeOrderedEpoch() : master.idOf(tenant, "contact", externalId);
    }

    /** The id of the contact with this id or external id, whether or not there is one. */
    public UUID named(UUID tenant, String name) {
        return UUID_SHAPE.matcher(name).matches() ? UUID.fromString(name) : of(tenant, name);
    }
}
