package io.stageline.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stageline.events.Sealed;
import java.util.Base64;
import java.util.UUID;

/** Secrets of a tenant's things that are no contacts: sealed by the master key, so that the log and the tables hold none in clear. */
public final class Secrets {
    private final MasterKey master;

    public Secrets(MasterKey master) {
        this.master = master;
    }

    /** The text, sealed for this field of this thing only. */
    public Sealed seal(UUID tenant, UUID thing, String field, String text) {
        return new Sealed(
                Base64.getEncoder().encodeToString(master.seal(purpose(tenant, thing, field), text.getBytes(UTF_8))));
    }

    /** The text that was sealed for this field of this thing; an {@link IllegalStateException} if it was not. */
    public String open(UUID tenant, UUID thing, String field, Sealed sealed) {
        return new String(
                master.open(purpose(tenant, thing, field), Base64.getDecoder().decode(sealed.box())), UTF_8);
    }

    private static String purpose(UUID tenant, UUID thing, String field) {
        return tenant + " " + thing + " " + field;
    }
}
