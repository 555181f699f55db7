package io.stageline.journal.write;

import io.stageline.journal.events.Decision;
import io.stageline.journal.events.StageCell;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of an entry as a conflict tells them; nothing personal, as answers are remembered in clear. */
final class FieldValue {
    private FieldValue() {}

    static @Nullable Map<String, @Nullable Object> of(@Nullable StageCell cell) {
        if (cell == null) return null;
        var value = at(cell.at());
        value.put("count", cell.count());
        value.put("version", cell.version());
        value.put("warnings", cell.warnings());
        return value;
    }

    /** A stage that is to happen; without a time it happens now. */
    static Map<String, @Nullable Object> at(@Nullable Instant at) {
        var value = new LinkedHashMap<String, @Nullable Object>();
        value.put("at", at == null ? null : at.toString());
        return value;
    }

    static @Nullable Map<String, @Nullable Object> of(@Nullable Decision decision) {
        if (decision == null) return null;
        var terms = decision.made().terms();
        var value = of(terms.status(), terms.amount(), terms.currency(), terms.cadence(), terms.effectiveFrom());
        value.put("version", decision.version());
        return value;
    }

    static Map<String, @Nullable Object> of(
            String status,
            @Nullable BigDecimal amount,
            @Nullable String currency,
            String cadence,
            @Nullable LocalDate effectiveFrom) {
        var value = new LinkedHashMap<String, @Nullable Object>();
        value.put("status", status);
        value.put("amount", amount == null ? null : amount.toPlainString());
        value.put("currency", currency);
        value.put("cadence", cadence);
        value.put("effectiveFrom", effectiveFrom == null ? null : effectiveFrom.toString());
        return value;
    }
}
