package io.stageline.journal.query;

import io.stageline.query.Filters;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** An order of the grid, made stable by the contact's id; what has no value stands before everything that has one. */
enum GridSort {
    NAME_UP("name", "sort_name", "text", false, key -> key),
    NAME_DOWN("-name", "sort_name", "text", true, key -> key),
    ACTIVITY_UP("activity", Keys.ACTIVITY, "timestamptz", false, Keys::instant),
    ACTIVITY_DOWN("-activity", Keys.ACTIVITY, "timestamptz", true, Keys::instant),
    AMOUNT_UP("amount", Keys.AMOUNT, "numeric", false, Keys::number),
    AMOUNT_DOWN("-amount", Keys.AMOUNT, "numeric", true, Keys::number),
    TIME_IN_STAGE_UP("timeInStage", Keys.SINCE, "timestamptz", true, Keys::instant),
    TIME_IN_STAGE_DOWN("-timeInStage", Keys.SINCE, "timestamptz", false, Keys::instant);

    /** The order if nobody names one. */
    static final String USUAL = "name";

    private final String parameter;
    private final String key;
    private final String type;
    private final boolean down;
    private final UnaryOperator<String> check;

    GridSort(String parameter, String key, String type, boolean down, UnaryOperator<String> check) {
        this.parameter = parameter;
        this.key = key;
        this.type = type;
        this.down = down;
        this.check = check;
    }

    static GridSort of(String parameter) {
        return Arrays.stream(values())
                .filter(sort -> sort.parameter.equals(parameter))
                .findFirst()
                .orElseThrow(() -> Filters.invalid(
                        "sort", "one of name, activity, amount, timeInStage, each with - before it to turn it round"));
    }

    /** What a row is sorted by; its text is read back without loss. */
    String key() {
        return key;
    }

    /** The rows behind the one with :key and :after. */
    String behind() {
        return "(%s, contact_id) %s (CAST(:key AS %s), :after)".formatted(key, down ? "<" : ">", type);
    }

    String order() {
        return down ? key + " DESC, contact_id DESC" : key + ", contact_id";
    }

    /** The key of a cursor, which anybody may have written. */
    String checked(String key) {
        return check.apply(key);
    }

    private static final class Keys {
        static final String ACTIVITY = "coalesce(last_activity_at, '-infinity')";
        static final String SINCE = "coalesce(current_since, 'infinity')";
        static final String AMOUNT = "coalesce(decision_amount, '-Infinity')";

        static String instant(String key) {
            return key.equals("-infinity") || key.equals("infinity")
                    ? key
                    : Instant.parse(key.replace(' ', 'T').replace("+00", "Z")).toString();
        }

        static String number(String key) {
            return key.equals("-Infinity") ? key : new BigDecimal(key).toPlainString();
        }
    }
}
