package io.stageline.journal.projection;

import io.stageline.journal.events.Decision;
import io.stageline.journal.events.Decision.Made;
import io.stageline.journal.events.Terms;
import io.stageline.projection.Json;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The decision of a row as JSON, ready to send: amounts are strings with two decimals. */
final class DecisionText {
    private DecisionText() {}

    private record Shown(
            UUID decisionId,
            String status,
            @Nullable String amount,
            @Nullable String currency,
            String cadence,
            @Nullable String monthlyAmount,
            LocalDate effectiveFrom,
            String change,
            @Nullable Earlier previous,
            long version) {}

    private record Earlier(
            UUID decisionId,
            String status,
            @Nullable String amount,
            @Nullable String currency,
            String cadence,
            LocalDate effectiveFrom) {

        Made made() {
            return DecisionText.made(decisionId, status, amount, currency, cadence, effectiveFrom);
        }
    }

    private record Said(
            String status,
            @Nullable String amount,
            @Nullable String currency,
            String cadence,
            LocalDate effectiveFrom) {}

    static String of(Decision decision) {
        var terms = decision.made().terms();
        return Json.MAPPER.writeValueAsString(new Shown(
                decision.made().decisionId(),
                terms.status(),
                text(terms.amount()),
                terms.currency(),
                terms.cadence(),
                text(terms.monthlyAmount()),
                terms.effectiveFrom(),
                decision.change().word(),
                earlier(decision.previous()),
                decision.version()));
    }

    /** What a decision or a correction said, by itself. */
    static String of(Terms terms) {
        return Json.MAPPER.writeValueAsString(new Said(
                terms.status(), text(terms.amount()), terms.currency(), terms.cadence(), terms.effectiveFrom()));
    }

    static Decision read(String json) {
        var shown = Json.MAPPER.readValue(json, Shown.class);
        return new Decision(
                made(shown.decisionId, shown.status, shown.amount, shown.currency, shown.cadence, shown.effectiveFrom),
                shown.previous == null ? null : shown.previous.made(),
                shown.version);
    }

    private static @Nullable Earlier earlier(@Nullable Made made) {
        if (made == null) return null;
        var terms = made.terms();
        return new Earlier(
                made.decisionId(),
                terms.status(),
                text(terms.amount()),
                terms.currency(),
                terms.cadence(),
                terms.effectiveFrom());
    }

    private static Made made(
            UUID id,
            String status,
            @Nullable String amount,
            @Nullable String currency,
            String cadence,
            LocalDate effectiveFrom) {
        return new Made(id, new Terms(status, number(amount), currency, cadence, effectiveFrom));
    }

    private static @Nullable String text(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.toPlainString();
    }

    private static @Nullable BigDecimal number(@Nullable String amount) {
        return amount == null ? null : new BigDecimal(amount);
    }
}
