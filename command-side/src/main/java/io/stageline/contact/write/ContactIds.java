package io.stageline.contact.write;

import com.github.f4b6a3.uuid.UuidCreator;
import io.stageline.privacy.MasterKey;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The ids of contacts: who has an external id is always the same contact of its tenant, others are new. */
@Component
public class ContactIds {
    private final MasterKey master;

    ContactIds(MasterKey master) {
        this.master = master;
    }

    /** The contact's id; without an external id a fresh one. */
    public UUID of(UUID tenant, @Nullable String externalId) {
        return externalId == null ? UuidCreator.getTimeOrderedEpoch() : master.idOf(tenant, "contact", externalId);
    }
}
