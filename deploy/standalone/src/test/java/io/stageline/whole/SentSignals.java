package io.stageline.whole;

import java.util.List;

/** Signals as tests send them, and what became of each. */
final class SentSignals {
    private SentSignals() {}

    static String signal(String id) {
        return "{\"id\":\"" + id + "\",\"type\":\"page.viewed\",\"occurredAt\":\"2026-03-01T09:30:00Z\"}";
    }

    static String array(String... items) {
        return "[" + String.join(",", items) + "]";
    }

    static List<String> statuses(Answer answer) {
        return answer.json()
                .path("results")
                .valueStream()
                .map(result -> result.path("status").asString())
                .toList();
    }

    static List<Long> positions(Answer answer) {
        return answer.json()
                .path("results")
                .valueStream()
                .map(result -> result.path("position").asLong())
                .toList();
    }

    static List<Boolean> differing(Answer answer) {
        return answer.json()
                .path("results")
                .valueStream()
                .map(result -> result.path("differs").asBoolean(false))
                .toList();
    }
}
