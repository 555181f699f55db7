package io.stageline.webhook.events;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The types of message that an endpoint may ask for, as they are called on the wire (Standard Webhooks 1.0.0). */
public final class MessageTypes {
    public static final String TEST = "webhook_endpoint.test";
    public static final String DISABLED = "webhook_endpoint.disabled";

    /** Of journals and their entries. */
    public static final List<String> JOURNAL = List.of(
            "journal.created",
            "journal.renamed",
            "journal.archived",
            "entry.added",
            "entry.stage_recorded",
            "entry.stage_withdrawn",
            "entry.decision_taken",
            "entry.decision_corrected",
            "entry.removed");

    /** Of contacts. */
    public static final List<String> CONTACT = List.of("contact.added", "contact.erased");

    /** Of alerts. */
    public static final List<String> ALERT = List.of("alert.raised", "alert.acknowledged", "alert.resolved");

    /** Of the endpoints themselves. */
    public static final List<String> WEBHOOK = List.of(DISABLED, TEST);

    /** Every one there is. */
    public static final Set<String> ALL = all(JOURNAL, CONTACT, ALERT, WEBHOOK);

    private static final String EVERYTHING = "*";
    private static final String ANY_OF = ".*";

    private MessageTypes() {}

    @SafeVarargs
    private static Set<String> all(List<String>... features) {
        var all = new TreeSet<String>();
        for (var types : features) all.addAll(types);
        return Set.copyOf(all);
    }

    /** Whether a filter can let anything through: a type, {@code entry.*}, or {@code *}. */
    public static boolean isFilter(String filter) {
        return ALL.stream().anyMatch(type -> matches(filter, type));
    }

    /** Whether a filter lets a type through. */
    public static boolean matches(String filter, String type) {
        return filter.equals(EVERYTHING)
                || filter.equals(type)
                || filter.endsWith(ANY_OF) && type.startsWith(filter.substring(0, filter.length() - 1));
    }
}
