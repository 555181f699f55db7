package io.stageline.journal.projection;

import io.stageline.contact.projection.ContactRow;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The cluster of a grid row that comes from its contact; the version is that of the contact's stream. */
public record Profile(@Nullable String name, String sortName, long version) {
    static final Profile UNKNOWN = new Profile(null, "", 0);

    static Profile of(ContactRow contact) {
        var name = contact.name();
        return new Profile(name, name == null ? "" : name.toLowerCase(Locale.ROOT), contact.version());
    }
}
