package io.stageline.webhook.write;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an owner wants of an endpoint: of a new one all of it, of a known one what is given. A limit of 0 messages a second is none. */
public record EndpointWish(
        @Nullable String name,
        @Nullable String url,
        @Nullable Map<String, String> headers,
        @Nullable List<String> eventTypes,
        @Nullable Integer timeoutSeconds,
        @Nullable Integer perSecond,
        @Nullable List<Integer> retrySeconds) {}
