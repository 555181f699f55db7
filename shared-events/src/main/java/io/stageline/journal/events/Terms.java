package io.stageline.journal.events;

import io.stageline.journal.events.EntryEvent.DecisionCorrected;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a decision says: status, amount in currency per cadence, and from which day on. */
public record Terms(
        String status,
        @Nullable BigDecimal amount,
        @Nullable String currency,
        String cadence,
        LocalDate effectiveFrom) {
    private static final int CENTS = 2;
    private static final BigDecimal MONTHS = BigDecimal.valueOf(12);
    private static final Map<String, Integer> TIMES_A_YEAR =
            Map.of("WEEKLY", 52, "MONTHLY", 12, "QUARTERLY", 4, "YEARLY", 1);

    /** An amount has two decimals. */
    public Terms {
        amount = amount == null ? null : amount.setScale(CENTS, RoundingMode.HALF_EVEN);
    }

    /** What the decision says. */
    public static Terms of(DecisionTaken event) {
        return new Terms(event.status(), event.amount(), event.currency(), event.cadence(), event.effectiveFrom());
    }

    /** What the correction says. */
    public static Terms of(DecisionCorrected event) {
        return new Terms(event.status(), event.amount(), event.currency(), event.cadence(), event.effectiveFrom());
    }

    /** What comes in per month, rounded to cents; null without an amount or when it comes only once. */
    public @Nullable BigDecimal monthlyAmount() {
        return amount == null || !recurs() ? null : perYear().divide(MONTHS, CENTS, RoundingMode.HALF_EVEN);
    }

    /** The monthly amount while these terms promise money; null when they do not. */
    public @Nullable BigDecimal pledgedPerMonth() {
        return ChangeClass.pledges(this) ? monthlyAmount() : null;
    }

    /** What comes in per year, exactly; nothing when it comes only once or has no amount. */
    BigDecimal perYear() {
        return amount == null
                ? BigDecimal.ZERO
                : amount.multiply(BigDecimal.valueOf(TIMES_A_YEAR.getOrDefault(cadence, 0)));
    }

    boolean recurs() {
        return TIMES_A_YEAR.containsKey(cadence);
    }
}
