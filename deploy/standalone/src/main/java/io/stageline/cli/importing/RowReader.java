package io.stageline.cli.importing;

import io.stageline.cli.importing.RowSource.Field;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the texts of a source into rows; what cannot be a row is handed to the list of the refused. */
final class RowReader {
    private final RowSource source;
    private final Set<String> decisiveStages;
    private final Refused refused;
    private final Map<String, String> names = new HashMap<>();
    private long read;

    RowReader(RowSource source, Set<String> decisiveStages, Refused refused) {
        this.source = source;
        this.decisiveStages = decisiveStages;
        this.refused = refused;
    }

    /** The next good row; null at the end of the file. */
    @Nullable Row next() throws IOException {
        while (source.next()) {
            read++;
            try {
                return row();
            } catch (BadRow bad) {
                refused.add(source.line(), bad.code(), bad.detail());
            }
        }
        return null;
    }

    long read() {
        return read;
    }

    private Row row() throws BadRow {
        String contact = present(Field.CASE, "case-missing");
        String stage = present(Field.STAGE, "stage-missing");
        String name = source.text(Field.NAME);
        return new Row(
                source.line(),
                contact,
                name == null || name.isBlank() ? contact : name,
                names.computeIfAbsent(stage, same -> same),
                Times.parse(present(Field.TIME, "time-missing")),
                decisiveStages.contains(stage) ? amount(source.text(Field.AMOUNT)) : null);
    }

    private String present(Field field, String code) throws BadRow {
        String text = source.text(field);
        if (text == null || text.isBlank()) throw new BadRow(code, "The row has no " + code.replace("-missing", ""));
        return text;
    }

    private static @Nullable String amount(@Nullable String text) throws BadRow {
        if (text == null || text.isBlank()) return null;
        try {
            if (text.length() > 40) throw new NumberFormatException();
            return new BigDecimal(text.strip()).setScale(2, RoundingMode.UNNECESSARY).toPlainString();
        } catch (ArithmeticException | NumberFormatException malformed) {
            throw new BadRow("amount-malformed", "The amount is not a number with at most two decimals");
        }
    }
}
