package io.stageline.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.whole.Answer;
import io.stageline.whole.Await;
import io.stageline.whole.LogChecks;
import io.stageline.whole.ServerProcess;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A decision that somebody takes with a key, about an entry of its own, and what is there of it after whatever happened. */
final class OneDecision {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int UNAVAILABLE = 503;
    private static final String DECISION = "{\"status\":\"PLEDGED\",\"amount\":\"5.00\",\"currency\":\"EUR\"}";
    private static final String OF_CONTACT =
            "SELECT count(*) FROM stageline.event WHERE type = ? AND payload ->> 'contactId' = ?";

    private final String journal;
    private final String contact;
    private final String entry;
    private ServerProcess server;

    /** After three appends, each of which is shown. */
    OneDecision(ServerProcess server) {
        this.server = server;
        var client = server.client();
        journal = client.journal("Whole or not at all");
        contact = client.contact("Ada Lovelace");
        entry = client.entry(journal, contact);
        log().projectionsReachTheHead();
    }

    /** The answer to the first attempt; null when there was none. */
    @Nullable
    Answer taken() {
        try {
            return put();
        } catch (UncheckedIOException gone) {
            return null;
        }
    }

    private Answer put() {
        return server.client().put(entry + "/decision", DECISION, "Idempotency-Key", "once-" + contact);
    }

    /** So many of it are there now, and once it is asked for again exactly one, everywhere. */
    void isWholeOrNothing(ServerProcess now, int stored, @Nullable Answer first) {
        server = now;
        assertThat(events()).as("stage events and decisions").containsExactly((long) stored, (long) stored);
        if (first != null)
            assertThat(first.status()).isIn(stored == 1 ? List.of(200, UNAVAILABLE) : List.of(UNAVAILABLE));
        var repeated = available(this::put);
        assertThat(repeated.status()).as(repeated.text()).isEqualTo(200);
        assertThat(repeated.header("Idempotency-Replayed")).isEqualTo(stored == 1 ? "true" : "");
        if (first != null && first.status() == 200) assertThat(repeated.text()).isEqualTo(first.text());
        assertThat(put().text()).isEqualTo(repeated.text());
        assertThat(events()).containsExactly(1L, 1L);
        log().everyDecisionFollowsItsStageEvent();
        log().positionsAreDenseAndVersionsContiguous();
        isShownOnce(repeated);
    }

    private void isShownOnce(Answer answer) {
        var eventId = answer.at("/eventId");
        var reached = "minPosition=" + answer.number("/position");
        var grid = read("/v1/journals/" + journal + "/grid?" + reached);
        assertThat(grid.at("/total").asLong()).isEqualTo(1);
        assertThat(grid.at("/rows/0/decision/decisionId").asString()).isEqualTo(eventId);
        assertThat(grid.at("/rows/0/version").asLong())
                .as("entry added, stage, decision")
                .isEqualTo(answer.number("/version"))
                .isEqualTo(3);
        var history = read(entry + "/decision/history?" + reached);
        assertThat(history.at("/total").asLong()).isEqualTo(1);
        assertThat(history.at("/items/0/stageEventId").asString()).isEqualTo(eventId);
        var timeline = read(entry + "/timeline?stage=DECISION&" + reached);
        assertThat(timeline.at("/total").asLong()).isEqualTo(1);
        assertThat(timeline.at("/items/0/eventId").asString()).isEqualTo(eventId);
    }

    private JsonNode read(String path) {
        var answer = available(() -> server.client().get(path));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    /** The first answer that is not that the database or the read models are not back yet. */
    private static Answer available(Supplier<Answer> request) {
        var last = new Answer[1];
        Await.until("it is answered", PATIENCE, () -> {
            last[0] = request.get();
            return last[0].status() != UNAVAILABLE;
        });
        return last[0];
    }

    private LogChecks log() {
        return new LogChecks(server.administrator().database());
    }

    /** Stage events and decisions of the contact. */
    private List<Long> events() {
        return List.of(
                log().number(OF_CONTACT, "entry.stage-recorded/1", contact),
                log().number(OF_CONTACT, "entry.decision-taken/1", contact));
    }
}
