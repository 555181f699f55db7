package io.stageline.webhook.write;

import static io.stageline.webhook.events.EndpointSettings.HEADERS;
import static io.stageline.webhook.events.EndpointSettings.URL;

import io.stageline.events.Sealed;
import io.stageline.privacy.Secrets;
import io.stageline.webhook.automation.RetrySchedule;
import io.stageline.webhook.events.EndpointSettings;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** How wishes become settings: URL and headers are sealed, and what is not wished stays, or is as usual. */
record SealedSettings(Secrets secrets, UUID tenant, UUID endpoint) {
    private static final int USUAL_TIMEOUT_SECONDS = 10;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    EndpointSettings first(EndpointWish wish) {
        return new EndpointSettings(
                Objects.requireNonNull(wish.name()),
                secrets.seal(tenant, endpoint, URL, Objects.requireNonNull(wish.url())),
                headers(wish.headers()),
                Objects.requireNonNull(wish.eventTypes()),
                or(wish.timeoutSeconds(), USUAL_TIMEOUT_SECONDS),
                limit(wish.perSecond()),
                or(wish.retrySeconds(), RetrySchedule.USUAL.seconds()));
    }

    EndpointSettings changed(EndpointSettings before, EndpointWish wish) {
        return new EndpointSettings(
                or(wish.name(), before.name()),
                wish.url() == null ? before.url() : again(URL, wish.url(), before.url()),
                wish.headers() == null ? before.headers() : headers(wish.headers(), before.headers()),
                or(wish.eventTypes(), before.eventTypes()),
                or(wish.timeoutSeconds(), before.timeoutSeconds()),
                wish.perSecond() == null ? before.perSecond() : limit(wish.perSecond()),
                or(wish.retrySeconds(), before.retrySeconds()));
    }

    private @Nullable Sealed headers(Map<String, String> wanted, @Nullable Sealed before) {
        if (wanted.isEmpty() || before == null) return headers(wanted);
        return again(HEADERS, JSON.writeValueAsString(new TreeMap<>(wanted)), before);
    }

    private @Nullable Sealed headers(@Nullable Map<String, String> wanted) {
        return wanted == null || wanted.isEmpty()
                ? null
                : secrets.seal(tenant, endpoint, HEADERS, JSON.writeValueAsString(new TreeMap<>(wanted)));
    }

    /** What says the same stays the same. */
    private Sealed again(String field, String text, Sealed before) {
        return text.equals(secrets.open(tenant, endpoint, field, before))
                ? before
                : secrets.seal(tenant, endpoint, field, text);
    }

    private static @Nullable Integer limit(@Nullable Integer perSecond) {
        return perSecond == null || perSecond == 0 ? null : perSecond;
    }

    private static <T> T or(@Nullable T wanted, T otherwise) {
        return wanted == null ? otherwise : wanted;
    }
}
