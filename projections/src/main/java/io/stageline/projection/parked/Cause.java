package io.stageline.projection.parked;

import io.stageline.eventlog.Unreadable;
import io.stageline.projection.Gap;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** Why an event was not folded; the name on the wire is the kebab-case name. */
public enum Cause {
    UNKNOWN_TYPE,
    UNREADABLE,
    DAMAGED,
    FOLD_FAILED,
    GAP,
    DATA_REFUSED,
    BEHIND_ANOTHER;

    private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');

    public String wire() {
        return wire;
    }

    static Cause ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    static Cause of(Unreadable event) {
        return switch (event.reason()) {
            case UNKNOWN_TYPE -> UNKNOWN_TYPE;
            case UNREADABLE -> UNREADABLE;
            case DAMAGED -> DAMAGED;
        };
    }

    static Cause of(Throwable failure) {
        if (failure instanceof Gap) return GAP;
        return states(failure).anyMatch(state -> state.startsWith("22") || state.startsWith("23"))
                ? DATA_REFUSED
                : FOLD_FAILED;
    }

    /** The failure without what it says, as that may be personal: its class, and the SQL state if there is one. */
    static String told(Throwable failure) {
        var state = states(failure).findFirst();
        return failure.getClass().getSimpleName()
                + state.map(known -> " " + known).orElse("");
    }

    static Stream<String> states(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(cause -> ((SQLException) cause).getSQLState())
                .filter(Objects::nonNull);
    }
}
