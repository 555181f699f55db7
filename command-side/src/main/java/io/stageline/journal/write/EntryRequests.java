package io.stageline.journal.write;

import io.stageline.write.Values;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** The bodies of commands to entries; they exist only with values that may become a command. */
final class EntryRequests {
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final int INTEGER_DIGITS = 16;

    private EntryRequests() {}

    /** How often an amount is given. */
    enum Cadence {
        ONE_TIME,
        WEEKLY,
        MONTHLY,
        QUARTERLY,
        YEARLY
    }

    /** No fields; the path says it all. */
    record Nothing() {}

    /** A stage that happened; now, unless it says when. */
    record StageRequest(
            String stage,
            @Nullable Instant occurredAt,
            @Nullable String note) {
        StageRequest {
            Values.required("/stage", stage, Values.LINE);
            Values.optional("/note", note, Values.TEXT);
            occurredAt = time("/occurredAt", occurredAt);
        }
    }

    /** A decision with the stage event that goes with it. */
    record DecisionRequest(
            String status,
            @Nullable BigDecimal amount,
            @Nullable String currency,
            @Nullable Cadence cadence,
            @Nullable LocalDate effectiveFrom,
            @Nullable String reason,
            @Nullable String stage,
            @Nullable Instant occurredAt) {
        DecisionRequest {
            Values.status("/status", status);
            amount = checkedAmount("/amount", amount);
            currency = checkedCurrency("/currency", currency, amount);
            cadence = cadence == null ? Cadence.ONE_TIME : cadence;
            effectiveFrom = checkedDate("/effectiveFrom", effectiveFrom);
            Values.optional("/reason", reason, Values.TEXT);
            Values.optional("/stage", stage, Values.LINE);
            occurredAt = time("/occurredAt", occurredAt);
        }
    }

    /** Why a stage event is withdrawn; it may be left out. */
    record WithdrawalRequest(@Nullable String reason) {
        WithdrawalRequest {
            Values.optional("/reason", reason, Values.TEXT);
        }
    }

    /** All that a decision should have said, with defaults as for a decision, and why it is corrected. */
    record CorrectionRequest(
            String status,
            @Nullable BigDecimal amount,
            @Nullable String currency,
            @Nullable Cadence cadence,
            @Nullable LocalDate effectiveFrom,
            String reason) {
        CorrectionRequest {
            Values.status("/status", status);
            amount = checkedAmount("/amount", amount);
            currency = checkedCurrency("/currency", currency, amount);
            cadence = cadence == null ? Cadence.ONE_TIME : cadence;
            effectiveFrom = checkedDate("/effectiveFrom", effectiveFrom);
            Values.required("/reason", reason, Values.TEXT);
        }
    }

    /** A time between 1900 and 2200, to the microsecond. */
    static @Nullable Instant time(String pointer, @Nullable Instant time) {
        if (time == null) return null;
        if (time.isBefore(EARLIEST) || !time.isBefore(LATEST))
            throw Values.invalid(pointer, "the time must lie between 1900 and 2200");
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    private static @Nullable LocalDate checkedDate(String pointer, @Nullable LocalDate date) {
        if (date != null && (date.getYear() < 1900 || date.getYear() >= 2200))
            throw Values.invalid(pointer, "the date must lie between 1900 and 2200");
        return date;
    }

    private static @Nullable BigDecimal checkedAmount(String pointer, @Nullable BigDecimal amount) {
        if (amount == null) return null;
        if (amount.signum() < 0) throw Values.invalid(pointer, "the amount must not be negative");
        if (amount.stripTrailingZeros().scale() > 2)
            throw Values.invalid(pointer, "the amount has more than two decimals");
        if (amount.precision() - amount.scale() > INTEGER_DIGITS)
            throw Values.invalid(pointer, "the amount is too large");
        return amount.setScale(2);
    }

    private static @Nullable String checkedCurrency(
            String pointer, @Nullable String currency, @Nullable BigDecimal amount) {
        if (currency == null) {
            if (amount != null) throw Values.invalid(pointer, "an amount needs its currency");
            return null;
        }
        try {
            return Currency.getInstance(currency).getCurrencyCode();
        } catch (IllegalArgumentException unknown) {
            throw Values.invalid(pointer, "this is not a currency code of ISO 4217");
        }
    }
}
