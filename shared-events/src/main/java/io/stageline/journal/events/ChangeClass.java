package io.stageline.journal.events;

import static io.stageline.journal.events.ChangeClass.Standing.ENDED;
import static io.stageline.journal.events.ChangeClass.Standing.LAPSED;
import static io.stageline.journal.events.ChangeClass.Standing.PAUSED;
import static io.stageline.journal.events.ChangeClass.Standing.PLEDGES;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a decision means for the one before it (S1-P3). It is told from the two and never stored in an event. */
public enum ChangeClass {
    NEW,
    UPGRADE,
    DOWNGRADE,
    PAUSE,
    RESUME,
    LAPSE,
    CANCEL,
    NEUTRAL;

    enum Standing {
        PLEDGES,
        PAUSED,
        LAPSED,
        ENDED
    }

    private static final Map<String, Standing> STANDINGS =
            Map.of("PAUSED", PAUSED, "LAPSED", LAPSED, "CANCELLED", ENDED, "DECLINED", ENDED);

    /** The class of a decision that follows another one, or none. */
    public static ChangeClass between(@Nullable Terms before, Terms after) {
        if (before == null) return NEW;
        var from = standing(before);
        return switch (standing(after)) {
            case PLEDGES -> pledged(before, from, after);
            case PAUSED -> from == PAUSED ? NEUTRAL : PAUSE;
            case LAPSED -> from == LAPSED ? NEUTRAL : LAPSE;
            case ENDED -> from == ENDED ? NEUTRAL : CANCEL;
        };
    }

    /** The word on the wire, such as {@code upgrade}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether money is promised under these terms: every status does that is not known to pause or to end. */
    static boolean pledges(Terms terms) {
        return standing(terms) == PLEDGES;
    }

    private static Standing standing(Terms terms) {
        return STANDINGS.getOrDefault(terms.status(), PLEDGES);
    }

    private static ChangeClass pledged(Terms before, Standing from, Terms after) {
        if (from == PAUSED) return RESUME;
        if (from != PLEDGES) return NEW;
        var more = more(before, after);
        if (more == 0) return NEUTRAL;
        return more > 0 ? UPGRADE : DOWNGRADE;
    }

    /** Two gifts are compared by amount, everything else by what comes in per year; currencies are not compared. */
    private static int more(Terms before, Terms after) {
        if (!Objects.equals(before.currency(), after.currency())) return 0;
        return before.recurs() || after.recurs()
                ? after.perYear().compareTo(before.perYear())
                : amount(after).compareTo(amount(before));
    }

    private static BigDecimal amount(Terms terms) {
        return terms.amount() == null ? BigDecimal.ZERO : terms.amount();
    }
}
