package io.stageline.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.whole.Answer;
import io.stageline.whole.Client;
import io.stageline.whole.LogChecks;
import io.stageline.whole.TheServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * QUALITY F17 and S1-P10.a: however often and however much at once the same request comes, it is one event. The proof is made
 * with {@code -Dstageline.keys=1000}.
 */
class SameKeyTest {
    private static final int CLIENTS = 50;
    private static final int KEYS = Integer.getInteger("stageline.keys", 200);
    private static final String STAGES_OF =
            "SELECT count(*) FROM stageline.event WHERE type = 'entry.stage-recorded/1' AND payload ->> 'journalId' = ?";
    private static final String ANSWERS =
            "SELECT count(*) FROM stageline.idempotency WHERE tenant_id = (SELECT min(tenant_id::text)::uuid FROM stageline.event WHERE payload ->> 'journalId' = ?)";

    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private final Client client = TheServer.newTenant();
    private final LogChecks log = new LogChecks(TheServer.administrator().database());
    private final String journal = client.journal("Again and again");
    private final List<String> entries = IntStream.range(0, 20)
            .mapToObj(i -> client.entry(journal, client.contact("Contact " + i)))
            .toList();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void fifty_clients_with_the_same_keys_append_each_once() {
        var together = new CyclicBarrier(CLIENTS);
        var clients = IntStream.range(0, CLIENTS)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> sendAll(together), threads))
                .toList();
        var answers = clients.stream().map(CompletableFuture::join).toList();
        for (var key = 0; key < KEYS; key++) {
            var n = key;
            agree(answers.stream().map(of -> of.get(n)).toList());
        }
        assertThat(log.number(STAGES_OF, journal)).isEqualTo(KEYS);
        assertThat(log.number(ANSWERS, journal)).isEqualTo(KEYS);
        log.positionsAreDenseAndVersionsContiguous();
    }

    @Test
    void a_triple_click_is_one_event() {
        var clicks = IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> send(0), threads))
                .toList();
        agree(clicks.stream().map(CompletableFuture::join).toList());
        assertThat(log.number(STAGES_OF, journal)).isEqualTo(1);
    }

    private List<Answer> sendAll(CyclicBarrier together) {
        return IntStream.range(0, KEYS)
                .mapToObj(key -> {
                    if (key % 100 == 0) await(together);
                    return send(key);
                })
                .toList();
    }

    private Answer send(int key) {
        return client.post(
                entries.get(key % entries.size()) + "/stages",
                "{\"stage\":\"MEET\"}",
                "Idempotency-Key",
                "\"key %d\"".formatted(key));
    }

    /** One was carried out; every other was told the same, or that it is still running. */
    private static void agree(List<Answer> answers) {
        assertThat(answers).allMatch(answer -> answer.status() == 201 || answer.status() == 409);
        var done = answers.stream().filter(answer -> answer.status() == 201).toList();
        assertThat(done.stream().map(Answer::text).distinct()).hasSize(1);
        assertThat(done)
                .filteredOn(answer -> answer.header("Idempotency-Replayed").isEmpty())
                .hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 409).allMatch(answer -> answer.at("/code")
                .equals("idempotency-in-flight"));
    }

    private static void await(CyclicBarrier together) {
        try {
            together.await(60, TimeUnit.SECONDS);
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }
}
