package io.stageline.webhook.automation;

import io.stageline.events.Sealed;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An endpoint as those who deliver need it, with its texts opened: it is never logged. */
record Target(
        long version,
        Sealed sealedUrl,
        String url,
        Map<String, String> ownHeaders,
        String secret,
        @Nullable String previousSecret,
        @Nullable Instant previousUntil,
        Duration timeout,
        @Nullable Integer perSecond,
        RetrySchedule schedule) {
    private static final String AGENT = "Stageline-Webhooks/1";

    /** The request for a claim: the id is always the same, the time and with it the signature never. */
    Attempt attempt(Claim claim, Instant now) {
        return new Attempt(Receiver.of(url), headers(claim, now), claim.body(), timeout);
    }

    private Map<String, String> headers(Claim claim, Instant now) {
        var id = Message.onTheWire(claim.messageId());
        var headers = new LinkedHashMap<>(ownHeaders);
        headers.put("content-type", "application/json");
        headers.put("user-agent", AGENT);
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
        headers.put("webhook-signature", Signatures.header(secrets(now), id, now.getEpochSecond(), claim.body()));
        headers.put("webhook-sequence", Long.toString(claim.sequence()));
        headers.put("webhook-attempt", Integer.toString(claim.attempts() + 1));
        return headers;
    }

    private List<String> secrets(Instant now) {
        return previousSecret == null || previousUntil == null || !now.isBefore(previousUntil)
                ? List.of(secret)
                : List.of(secret, previousSecret);
    }

    @Override
    public String toString() {
        return Receiver.originOf(url);
    }
}
