package io.stageline.journal.query;

import static io.stageline.refusal.Code.INVALID_CURSOR;

import io.stageline.journal.query.JournalQueries.Chosen;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The question for all rows of a grid that are meant, behind a contact if one is named. */
record ExportOf(
        UUID journalId,
        Chosen which,
        List<String> show,
        @Nullable UUID after) {

    /** The contact that a cursor names. */
    static @Nullable UUID contact(@Nullable String cursor) {
        if (cursor == null) return null;
        try {
            var contact = UUID.fromString(cursor);
            if (contact.toString().equalsIgnoreCase(cursor)) return contact;
        } catch (IllegalArgumentException notAnId) {
            throw refused();
        }
        throw refused();
    }

    ExportOf behind(UUID contact) {
        return new ExportOf(journalId, which, show, contact);
    }

    private static RuntimeException refused() {
        return INVALID_CURSOR
                .because("The cursor of an export is the id of the last contact that was read whole.")
                .asException();
    }
}
