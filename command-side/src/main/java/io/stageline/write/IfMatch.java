package io.stageline.write;

import io.stageline.refusal.Code;
import io.stageline.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/** The precondition of a command: the versions that its sender has seen, or any that exists. */
public record IfMatch(boolean any, List<Long> versions) {
    /** Holds for whatever exists. */
    public static final IfMatch ANY = new IfMatch(true, List.of());

    private static final long NONE = -1;
    private static final Pattern TAG =
            Pattern.compile("[ \\t]*(?:(W/)?\"([\\x21\\x23-\\x7E\\x80-\\xFF]*)\"[ \\t]*)?(?:,|\\z)");
    private static final Pattern VERSION = Pattern.compile("(0|[1-9]\\d{0,17})(?:\\..*)?");

    /** Holds for one version. */
    public static IfMatch of(long version) {
        return new IfMatch(false, List.of(version));
    }

    /** What a request's header says; null when it has none. */
    public static @Nullable IfMatch of(ServerWebExchange exchange) {
        return of(exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.IF_MATCH));
    }

    /** What the header's values say; null when there are none, refused when they are not entity tags (RFC 9110). */
    public static @Nullable IfMatch of(List<String> sent) {
        if (sent.isEmpty()) return null;
        var text = (sent.size() == 1 ? sent.get(0) : String.join(",", sent)).strip();
        if (text.equals("*")) return ANY;
        if (text.isEmpty()) throw malformed();
        var versions = new ArrayList<Long>(1);
        var tags = TAG.matcher(text);
        for (var from = 0; from < text.length(); from = tags.end()) {
            if (!tags.region(from, text.length()).lookingAt()) throw malformed();
            if (tags.group(1) == null && tags.group(2) != null) add(tags.group(2), versions);
        }
        return new IfMatch(false, versions);
    }

    /** A tag begins with the version; a weak one, or one that is none of ours, is equal to no version. */
    private static void add(String tag, List<Long> versions) {
        var version = VERSION.matcher(tag);
        if (version.matches()) versions.add(Long.valueOf(version.group(1)));
    }

    /** Whether what is at this version, 0 if it does not exist, is what the sender has seen. */
    public boolean holds(long version) {
        return any ? version > 0 : versions.contains(version);
    }

    /** The newest version that the sender has seen; negative when it named none. */
    public long base() {
        var newest = NONE;
        for (var version : versions) newest = Math.max(newest, version);
        return newest;
    }

    /** The refusal of a command because it is at another version. */
    public Refusal refusal(long current) {
        var refusal = Code.PRECONDITION_FAILED
                .because("somebody else was faster: the version is no longer the one in If-Match")
                .with("current", current);
        return base() == NONE ? refusal : refusal.with("expected", base());
    }

    private static RuntimeException malformed() {
        return Code.PRECONDITION_MALFORMED
                .because("If-Match must be * or a list of entity tags: versions in quotes")
                .asException();
    }
}
