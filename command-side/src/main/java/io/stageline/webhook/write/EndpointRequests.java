package io.stageline.webhook.write;

import io.stageline.webhook.events.MessageTypes;
import io.stageline.write.Values;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The bodies of commands to webhook endpoints; they exist only with values that may become a command. */
final class EndpointRequests {
    private static final int LONGEST_URL = 2_048;
    private static final Set<String> SIGNATURES = Set.of("v1", "v1a");
    private static final int LONGEST_TIMEOUT = 30;
    private static final int MOST_PER_SECOND = 1_000;
    private static final int MOST_WAITS = 12;
    private static final int LONGEST_WAIT = 86_400;
    private static final int USUAL_OVERLAP_HOURS = 24;
    private static final int LONGEST_OVERLAP_HOURS = 168;

    private EndpointRequests() {}

    /** An endpoint to be made. */
    record NewEndpoint(
            String name,
            String url,
            List<@Nullable String> eventTypes,
            @Nullable Map<String, @Nullable String> headers,
            @Nullable Integer timeoutSeconds,
            @Nullable Integer perSecond,
            @Nullable List<@Nullable Integer> retrySeconds,
            @Nullable String signature) {
        NewEndpoint {
            Values.required("/name", name, Values.LINE);
            Values.required("/url", url, LONGEST_URL);
            if (eventTypes == null) throw Values.invalid("/eventTypes", "a list is required here");
            checked(eventTypes, headers, timeoutSeconds, perSecond, retrySeconds);
            if (signature != null && !SIGNATURES.contains(signature))
                throw Values.invalid("/signature", "v1 or v1a is required here");
        }

        EndpointWish wish() {
            return EndpointRequests.wish(name, url, headers, eventTypes, timeoutSeconds, perSecond, retrySeconds);
        }

        boolean asymmetric() {
            return "v1a".equals(signature);
        }
    }

    /** What of an endpoint is to change: what is missing stays. */
    record EndpointChange(
            @Nullable String name,
            @Nullable String url,
            @Nullable List<@Nullable String> eventTypes,
            @Nullable Map<String, @Nullable String> headers,
            @Nullable Integer timeoutSeconds,
            @Nullable Integer perSecond,
            @Nullable List<@Nullable Integer> retrySeconds) {
        EndpointChange {
            Values.optional("/name", name, Values.LINE);
            Values.optional("/url", url, LONGEST_URL);
            checked(eventTypes, headers, timeoutSeconds, perSecond, retrySeconds);
        }

        EndpointWish wish() {
            return EndpointRequests.wish(name, url, headers, eventTypes, timeoutSeconds, perSecond, retrySeconds);
        }
    }

    /** For how long the old secret signs beside the new one. */
    record Rotation(@Nullable Integer overlapHours) {
        Rotation {
            between("/overlapHours", overlapHours, 0, LONGEST_OVERLAP_HOURS);
        }

        Duration overlap() {
            return Duration.ofHours(overlapHours == null ? USUAL_OVERLAP_HOURS : overlapHours);
        }
    }

    /** Which messages are sent again: those of a range, both ends included, and of them only those that failed. */
    record Replay(
            @Nullable Long from,
            @Nullable Long to,
            @Nullable Boolean failedOnly) {
        Replay {
            if (from != null && from < 1) throw Values.invalid("/from", "a number of at least 1 is required here");
            if (to != null && to < (from == null ? 1 : from))
                throw Values.invalid("/to", "a number that is not before the beginning is required here");
        }

        long first() {
            return from == null ? 1 : from;
        }

        long last() {
            return to == null ? Long.MAX_VALUE : to;
        }
    }

    private static EndpointWish wish(
            @Nullable String name,
            @Nullable String url,
            @Nullable Map<String, @Nullable String> headers,
            @Nullable List<@Nullable String> eventTypes,
            @Nullable Integer timeoutSeconds,
            @Nullable Integer perSecond,
            @Nullable List<@Nullable Integer> retrySeconds) {
        return new EndpointWish(
                name,
                url,
                headers == null ? null : HeaderRules.checked("/headers", headers),
                eventTypes == null
                        ? null
                        : eventTypes.stream().map(String::valueOf).toList(),
                timeoutSeconds,
                perSecond,
                retrySeconds == null ? null : seconds(retrySeconds));
    }

    private static void checked(
            @Nullable List<@Nullable String> eventTypes,
            @Nullable Map<String, @Nullable String> headers,
            @Nullable Integer timeoutSeconds,
            @Nullable Integer perSecond,
            @Nullable List<@Nullable Integer> retrySeconds) {
        if (eventTypes != null) filters(eventTypes);
        if (headers != null) HeaderRules.checked("/headers", headers);
        between("/timeoutSeconds", timeoutSeconds, 1, LONGEST_TIMEOUT);
        between("/perSecond", perSecond, 0, MOST_PER_SECOND);
        if (retrySeconds != null) seconds(retrySeconds);
    }

    private static void filters(List<@Nullable String> eventTypes) {
        var filters = Values.words("/eventTypes", eventTypes);
        for (var i = 0; i < filters.size(); i++)
            if (!MessageTypes.isFilter(filters.get(i)))
                throw Values.invalid("/eventTypes/" + i, "there is no such type of message");
    }

    private static List<Integer> seconds(List<@Nullable Integer> waits) {
        if (waits.size() > MOST_WAITS) throw Values.invalid("/retrySeconds", "at most 12 waits are taken here");
        for (var i = 0; i < waits.size(); i++) {
            if (waits.get(i) == null) throw Values.invalid("/retrySeconds/" + i, "a number is required here");
            between("/retrySeconds/" + i, waits.get(i), 1, LONGEST_WAIT);
        }
        return waits.stream().<Integer>map(wait -> wait == null ? 1 : wait).toList();
    }

    private static void between(String pointer, @Nullable Integer number, int least, int most) {
        if (number != null && (number < least || number > most))
            throw Values.invalid(pointer, "a number from " + least + " to " + most + " is required here");
    }
}
