package io.stageline.write;

import io.stageline.refusal.Code;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The precondition of a command: the version that its sender saw. */
public final class IfMatch {
    private static final Pattern STRONG_TAG = Pattern.compile("\"(\\d{1,18})\"");

    private IfMatch() {}

    /** The version in the header's values; null when there are none. */
    public static @Nullable Long version(List<String> sent) {
        if (sent.isEmpty()) return null;
        var tag = STRONG_TAG.matcher(sent.get(0));
        if (sent.size() > 1 || !tag.matches())
            throw Code.PRECONDITION_MALFORMED
                    .because("If-Match must be one strong entity tag: a version in quotes")
                    .asException();
        return Long.valueOf(tag.group(1));
    }
}
