package io.stageline.bad;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.whole.Answer;
import io.stageline.whole.Lanes;
import io.stageline.whole.LogChecks;
import io.stageline.whole.Sample;
import io.stageline.whole.Seed;
import io.stageline.whole.TheServer;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/**
 * Valid requests, changed at random in one to three places: whatever comes is refused or carried out, and nothing breaks. The
 * proof is made with {@code -Dstageline.mutations=100000}.
 */
class MutationsTest {
    private static final int MUTATIONS = Integer.getInteger("stageline.mutations", 2_000);
    private static final int CONNECTIONS = 8;
    private static final int BEFORE_NEW_THINGS = 1_000;
    private static final String CORRELATIONS = "SELECT DISTINCT correlation_id FROM stageline.event";

    private final long seed = Seed.of(MutationsTest.class);
    private final List<Sample> samples = Sample.all();
    private final Set<UUID> refused = ConcurrentHashMap.newKeySet();

    @Test
    void no_mutation_of_a_valid_request_breaks_anything() {
        Lanes.run(CONNECTIONS, lane -> send(new Random(seed + lane)));
        nothingRefusedLeftAnEvent();
        everyRouteStillAnswers();
    }

    /** Sends one mutation after the other about the same things, and about new ones now and then: some are erased by it. */
    private void send(Random random) {
        var others = new Others();
        var mutation = new Mutation(random);
        var made = new HashMap<Sample, Valid>();
        try (var wire = new Wire()) {
            for (var i = 0; i < MUTATIONS / CONNECTIONS; i++) {
                if (i % BEFORE_NEW_THINGS == 0) made.clear();
                var sample = samples.get(random.nextInt(samples.size()));
                var sent = made.computeIfAbsent(sample, others::valid).sent();
                for (var places = random.nextInt(3); places >= 0; places--) sent = mutation.of(sent);
                check(sent, wire.send(sent));
            }
        }
    }

    private void check(Sent sent, Answer answer) {
        var as = "seed " + seed + ": " + sent + " -> " + answer.status() + " " + answer.text();
        if (answer.status() == 503)
            assertThat(answer.header("Retry-After")).as(as).isNotEmpty();
        else assertThat(answer.status()).as(as).isLessThan(500);
        assertThat(BadInputTest.TELLTALE.matcher(answer.text()).find()).as(as).isFalse();
        var correlation = answer.header("X-Correlation-Id");
        if (answer.status() >= 400 && !correlation.isEmpty()) refused.add(UUID.fromString(correlation));
    }

    private void nothingRefusedLeftAnEvent() {
        var log = new LogChecks(TheServer.administrator().database());
        log.positionsAreDenseAndVersionsContiguous();
        var kept = log.database().queryForList(CORRELATIONS, UUID.class);
        assertThat(refused)
                .as("seed %d", seed)
                .hasSizeGreaterThan(MUTATIONS / 3)
                .doesNotContainAnyElementsOf(kept);
    }

    private void everyRouteStillAnswers() {
        var others = new Others();
        try (var wire = new Wire()) {
            for (var sample : samples) {
                var answer = wire.send(others.valid(sample).sent());
                assertThat(answer.status()).as("%s: %s", sample, answer.text()).isBetween(200, 204);
            }
        }
    }
}
