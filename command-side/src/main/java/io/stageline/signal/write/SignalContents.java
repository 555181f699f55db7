package io.stageline.signal.write;

import io.stageline.eventlog.Recorded;
import io.stageline.privacy.ContactKeys;
import io.stageline.privacy.TenantKeys;
import io.stageline.signal.events.SignalEvent.SignalReceived;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Opens what of signals is sealed. */
public final class SignalContents {
    private static final ObjectReader CONTENT = JsonMapper.builder()
            .build()
            .readerFor(SignalContent.class)
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final ContactKeys contacts;
    private final TenantKeys tenants;

    public SignalContents(ContactKeys contacts, TenantKeys tenants) {
        this.contacts = contacts;
        this.tenants = tenants;
    }

    /** The content of a signal, opened when it is asked for first; null when its contact was erased. */
    public Supplier<@Nullable SignalContent> once(Recorded recorded, SignalReceived signal) {
        return new Supplier<>() {
            private boolean opened;
            private @Nullable SignalContent content;

            @Override
            public @Nullable SignalContent get() {
                if (!opened) content = open(recorded, signal);
                opened = true;
                return content;
            }
        };
    }

    /** The content of a signal; null when its contact was erased. */
    @Nullable
    SignalContent open(Recorded recorded, SignalReceived signal) {
        var tenant = recorded.tenant();
        var text = signal.contactId() == null
                ? tenants.open(tenant, recorded.stream(), recorded.version(), Signals.BODY, signal.body())
                : contacts.open(
                        tenant, signal.contactId(), recorded.stream(), recorded.version(), Signals.BODY, signal.body());
        return text == null ? null : CONTENT.readValue(text);
    }
}
