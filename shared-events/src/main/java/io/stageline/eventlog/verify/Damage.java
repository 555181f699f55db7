package io.stageline.eventlog.verify;

import java.util.Locale;

/** What can be wrong with a log; the name on the wire is the kebab-case name. */
public enum Damage {
    POSITIONS_MISSING,
    HEAD_WRONG,
    VERSION_NOT_NEXT,
    UNKNOWN_TYPE,
    UNREADABLE_PAYLOAD,
    NOT_AS_APPENDED,
    UNREADABLE_ROW,
    UNKNOWN_TENANT,
    TENANT_OF_ANOTHER_LOG,
    EVENT_TWICE,
    ANSWER_BEYOND_HEAD,
    PROJECTION_BEYOND_HEAD,
    NOT_PROTECTED;

    private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');

    public String wire() {
        return wire;
    }
}
