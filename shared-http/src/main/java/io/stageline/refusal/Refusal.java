package io.stageline.refusal;

import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A refusal as a value: a code for machines, a sentence for people, and where in the request the reason lies. */
public record Refusal(Code code, String because, @Nullable String pointer, Map<String, Object> extra)
        implements Serializable {
    private static final String RETRY_AFTER = "retryAfter";

    /** The same refusal, pointing (RFC 6901) at the part of the body that is refused. */
    public Refusal at(String pointer) {
        return new Refusal(code, because, pointer, extra);
    }

    /** The same refusal as seen from further up in the body. */
    public Refusal below(String prefix) {
        return prefix.isEmpty() ? this : at(pointer == null ? prefix : prefix + pointer);
    }

    /** The same refusal with one more value that helps a machine, such as what is expected. */
    public Refusal with(String name, Object value) {
        var more = new TreeMap<>(extra);
        more.put(name, value);
        return new Refusal(code, because, pointer, more);
    }

    /** The same refusal, which will pass after this time. */
    public Refusal after(Duration wait) {
        return with(RETRY_AFTER, wait.plusNanos(999_999_999).toSeconds());
    }

    /** After how many seconds to send the same request again, if it may succeed then. */
    public long secondsToWait() {
        return extra.get(RETRY_AFTER) instanceof Long told ? told : 1;
    }

    public Refused asException() {
        return new Refused(this);
    }
}
