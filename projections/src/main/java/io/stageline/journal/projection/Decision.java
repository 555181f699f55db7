package io.stageline.journal.projection;

import io.stageline.journal.events.EntryEvent.DecisionTaken;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The cluster of a grid row that says what the contact committed to last; the amount has two decimals. */
public record Decision(
        String status,
        @Nullable String amount,
        @Nullable String currency,
        String cadence,
        LocalDate effectiveFrom,
        long version) {

    static Decision of(DecisionTaken event, long version) {
        return new Decision(
                event.status(),
                inCents(event.amount()),
                event.currency(),
                event.cadence(),
                event.effectiveFrom(),
                version);
    }

    @Nullable
    BigDecimal number() {
        return amount == null ? null : new BigDecimal(amount);
    }

    private static @Nullable String inCents(@Nullable BigDecimal amount) {
        return amount == null
                ? null
                : amount.setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    }
}
