package io.stageline.webhook.write;

import io.stageline.write.Values;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which headers an owner may add: none that frames the request, leads it elsewhere or is ours. */
final class HeaderRules {
    private static final int MOST = 16;
    private static final int LONGEST = 1_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7E]([\\x20-\\x7E]*[\\x21-\\x7E])?");
    private static final Set<String> OURS = Set.of(
            "host",
            "connection",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect",
            "user-agent",
            "forwarded",
            "via",
            "accept-encoding");
    private static final Set<String> OUR_KINDS = Set.of("content-", "proxy-", "webhook-", "x-forwarded-", "sec-");

    private HeaderRules() {}

    /** The headers with their names in lower case, or a refusal that points at the first that is not taken. */
    static Map<String, String> checked(String pointer, Map<String, @Nullable String> headers) {
        if (headers.size() > MOST) throw Values.invalid(pointer, "at most 16 headers are taken here");
        var checked = new TreeMap<String, String>();
        headers.forEach((name, value) -> {
            var at = Values.pointer(pointer, name);
            var lower = name.toLowerCase(Locale.ROOT);
            if (!NAME.matcher(name).matches() || isOurs(lower))
                throw Values.invalid(at, "this header cannot be chosen");
            if (value == null
                    || value.length() > LONGEST
                    || !VALUE.matcher(value).matches())
                throw Values.invalid(at, "up to 1,000 printable ASCII characters are required here");
            if (checked.put(lower, value) != null) throw Values.invalid(at, "this header is there twice");
        });
        return checked;
    }

    private static boolean isOurs(String name) {
        return OURS.contains(name) || OUR_KINDS.stream().anyMatch(name::startsWith);
    }
}
