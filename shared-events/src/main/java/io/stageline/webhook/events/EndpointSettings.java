package io.stageline.webhook.events;

import io.stageline.events.Sealed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of an endpoint chose: the URL and the additional headers (a JSON object of texts) sealed, the types of
 * message or {@code *} or {@code entry.*}, how long an attempt may take, how many messages a second are sent at most, and
 * the seconds to wait after each failed attempt but the last.
 */
public record EndpointSettings(
        String name,
        Sealed url,
        @Nullable Sealed headers,
        List<String> eventTypes,
        int timeoutSeconds,
        @Nullable Integer perSecond,
        List<Integer> retrySeconds) {

    /** The names under which its texts are sealed. */
    public static final String URL = "url";

    public static final String HEADERS = "headers";
    public static final String SECRET = "secret";
}
