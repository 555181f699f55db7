package io.stageline.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.whole.LogChecks;
import io.stageline.whole.ServerProcess;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** QUALITY F2: the process dies between the commit and the answer; who asks again with the same key is told what it was. */
class AnsweredFromMemoryTest {
    private static final int KILLED = 137;
    private static final String STAGE = "{\"stage\":\"MEET\"}";
    private static final String COUNT = "SELECT count(*) FROM stageline.event WHERE type = 'entry.stage-recorded/1'";

    @Test
    void who_was_not_answered_asks_again_and_gets_the_answer_that_was_lost(@TempDir Path directory) {
        var data = directory.resolve("data");
        String entry;
        try (var server = ServerProcess.start(data, "-Dstageline.fault=committed:4")) {
            var client = server.client();
            entry = client.entry(client.journal("One"), client.contact("Two, three"));
            assertThatThrownBy(() -> client.post(entry + "/stages", STAGE, "Idempotency-Key", "four"))
                    .isInstanceOf(UncheckedIOException.class);
            assertThat(server.exitCode()).isEqualTo(KILLED);
        }
        try (var server = ServerProcess.start(data)) {
            var log = new LogChecks(server.administrator().database());
            assertThat(log.number(COUNT)).isEqualTo(1);
            var answer = server.client().post(entry + "/stages", STAGE, "Idempotency-Key", "four");
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(answer.number("/position")).isEqualTo(log.head()).isEqualTo(4);
            assertThat(answer.number("/version")).isEqualTo(2);
            assertThat(log.number(COUNT)).isEqualTo(1);
        }
    }
}
