package io.stageline.journal.write;

import io.stageline.journal.events.Decision;
import io.stageline.journal.events.Decision.Made;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The decision in force as the grid shows it, with the one it followed; amounts are decimal numbers as text. */
@Schema(name = "DecisionInForce")
public record DecisionInForce(
        UUID decisionId,
        String status,
        @Nullable String amount,
        @Nullable String currency,
        String cadence,
        @Nullable String monthlyAmount,
        LocalDate effectiveFrom,
        String change,
        @Nullable Previous previous,
        long version) {

    /** The decision before. */
    @Schema(name = "PreviousDecision")
    public record Previous(
            UUID decisionId,
            String status,
            @Nullable String amount,
            @Nullable String currency,
            String cadence,
            LocalDate effectiveFrom) {

        static @Nullable Previous of(@Nullable Made made) {
            if (made == null) return null;
            var terms = made.terms();
            return new Previous(
                    made.decisionId(),
                    terms.status(),
                    text(terms.amount()),
                    terms.currency(),
                    terms.cadence(),
                    terms.effectiveFrom());
        }
    }

    static @Nullable DecisionInForce of(@Nullable Decision decision) {
        if (decision == null) return null;
        var terms = decision.made().terms();
        return new DecisionInForce(
                decision.made().decisionId(),
                terms.status(),
                text(terms.amount()),
                terms.currency(),
                terms.cadence(),
                text(terms.monthlyAmount()),
                terms.effectiveFrom(),
                decision.change().word(),
                Previous.of(decision.previous()),
                decision.version());
    }

    private static @Nullable String text(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.toPlainString();
    }
}
