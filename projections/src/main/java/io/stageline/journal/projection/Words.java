package io.stageline.journal.projection;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Lists of words as one text: an array of arrays would be flattened by unnest. */
final class Words {
    private static final String BETWEEN = "\u001f";

    private Words() {}

    static String join(Collection<String> words) {
        return String.join(BETWEEN, words);
    }

    static List<String> split(String words) {
        return words.isEmpty() ? List.of() : Arrays.asList(words.split(BETWEEN, -1));
    }
}
