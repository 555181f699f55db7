package io.stageline.fault;

import io.stageline.whole.Answer;
import io.stageline.whole.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for; sent again, word for word, until it is answered. Its id is the correlation id of all its
 * attempts, so that every event in the log can be traced to the one wish that caused it.
 */
record Wish(
        UUID id,
        Customer customer,
        String key,
        String method,
        String path,
        @Nullable String body,
        @Nullable Long ifMatch,
        Events events,
        Learned learned) {

    /** How many events the log must hold when the wish was granted. */
    record Range(long least, long most) {}

    /** What an answer of success, to the first attempt or to a later one, says about the number of events. */
    @FunctionalInterface
    interface Events {
        Range promisedBy(Answer answer, boolean repeated);
    }

    /** What its sender does with a success. */
    @FunctionalInterface
    interface Learned {
        void from(Answer answer);
    }

    static Events exactly(long number) {
        return (answer, repeated) -> new Range(number, number);
    }

    /** 201 says that something was created; 200 that it is as wished, perhaps since long. */
    static Events oneIfCreated() {
        return (answer, repeated) -> new Range(answer.status() == 201 ? 1 : 0, 1);
    }

    Answer send(Client client) {
        return client.send(method, path, body, headers().toArray(String[]::new));
    }

    /** Names and values in turn. A batch needs no key: its lines have ids. */
    List<String> headers() {
        var headers = new ArrayList<>(List.of("X-Correlation-Id", id.toString()));
        if (body != null)
            headers.addAll(List.of("Content-Type", isBatch() ? "application/x-ndjson" : "application/json"));
        if (!isBatch()) headers.addAll(List.of("Idempotency-Key", key));
        if (ifMatch != null) headers.addAll(List.of("If-Match", "\"" + ifMatch + "\""));
        return headers;
    }

    /** Whether the event id in its answer is that of an older event, which it corrects or withdraws. */
    boolean isCorrection() {
        return path.endsWith("/correct") || path.endsWith("/withdraw");
    }

    boolean isBatch() {
        return path.equals("/v1/batch");
    }
}
