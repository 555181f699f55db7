package io.stageline.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.link.History.Read;
import io.stageline.link.History.Write;
import io.stageline.whole.Answer;
import io.stageline.whole.Client;
import io.stageline.whole.LogChecks;
import io.stageline.whole.Seed;
import io.stageline.whole.TheServer;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** QUALITY F30 and S4-P2.d: many write to one entry at once and read it; there is one order that explains all they saw. */
class ConflictingWritesTest {
    private static final int WRITERS = 25;
    private static final int WRITES = 1_000;
    private static final int READERS = 4;
    private static final String EVENTS = """
            SELECT coalesce(payload ->> 'stageEventId', event_id::text), max(version), max(position)
              FROM stageline.event
             WHERE type IN ('entry.stage-recorded/1', 'entry.decision-taken/1') AND payload ->> 'journalId' = ?
             GROUP BY 1""";
    private static final List<String> FIELDS = List.of("/cells/MEET", "/cells/CONTACT", "/cells/DECISION", "/decision");

    private final long seed = Seed.of(ConflictingWritesTest.class);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Client client = TheServer.newTenant();
    private final String journal = client.journal("One entry");
    private final String entry = client.entry(journal, client.contact("Ada Lovelace"));
    private final History history = new History();
    private final AtomicLong lastVersion = new AtomicLong(1);
    private final AtomicLong lastPosition = new AtomicLong();
    private volatile boolean written;

    /** A change of some fields and what is sent for it. */
    enum Wish {
        MOVE("POST", "/stages", "{\"stage\":\"MEET\"}", "currentStage", "cells.MEET"),
        LATE("POST", "/stages", "{\"stage\":\"CONTACT\",\"occurredAt\":\"2020-01-01T00:00:00Z\"}", "cells.CONTACT"),
        DECISION("PUT", "/decision", "{\"status\":\"PLEDGED\"}", "decision", "cells.DECISION");

        private final String method;
        private final String path;
        private final String body;
        private final Set<String> fields;

        Wish(String method, String path, String body, String... fields) {
            this.method = method;
            this.path = path;
            this.body = body;
            this.fields = Set.of(fields);
        }
    }

    /** What the log holds of a write. */
    private record Place(long version, long position) {}

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void a_thousand_conflicting_writes_happen_one_after_the_other_or_not_at_all() {
        var random = new Random(seed);
        var writers = started(WRITERS, random, this::write);
        var readers = started(READERS, random, this::read);
        writers.forEach(CompletableFuture::join);
        written = true;
        readers.forEach(CompletableFuture::join);

        var accepted = history.byEvent();
        System.out.printf("%d writes: %d accepted, the others refused%n", WRITES, accepted.size());
        assertThat(accepted).hasSizeBetween(WRITES / 4, WRITES - 1);
        assertThat(history.contradictions()).as("seed %d", seed).isEmpty();
        var log = new LogChecks(TheServer.administrator().database());
        var logged = new java.util.HashMap<String, Place>();
        log.database()
                .query(
                        EVENTS,
                        row -> {
                            logged.put(row.getString(1), new Place(row.getLong(2), row.getLong(3)));
                        },
                        journal);
        assertThat(logged.keySet()).as("accepted, and nothing else").isEqualTo(accepted.keySet());
        accepted.forEach((event, write) ->
                assertThat(logged.get(event)).isEqualTo(new Place(write.version(), write.position())));
        log.positionsAreDenseAndVersionsContiguous();
    }

    private List<CompletableFuture<Void>> started(int many, Random random, Consumer<Random> work) {
        return IntStream.range(0, many)
                .mapToObj(i -> new Random(random.nextLong()))
                .map(choices -> CompletableFuture.runAsync(() -> work.accept(choices), threads))
                .toList();
    }

    private void write(Random random) {
        for (var i = 0; i < WRITES / WRITERS; i++) {
            var ifMatch = random.nextBoolean() ? lastVersion.get() : null;
            var begun = System.nanoTime();
            var wish = Wish.values()[random.nextInt(Wish.values().length)];
            var answer = send(wish, ifMatch);
            var ended = System.nanoTime();
            if (answer.status() < 300) accepted(wish, answer, begun, ended, ifMatch);
            else assertThat(answer.status()).as(answer.text()).isIn(409, 412, 503);
        }
    }

    private Answer send(Wish wish, @Nullable Long ifMatch) {
        var headers = ifMatch == null ? new String[0] : new String[] {"If-Match", "\"" + ifMatch + "\""};
        return client.send(wish.method, entry + wish.path, wish.body, headers);
    }

    private void accepted(Wish wish, Answer answer, long begun, long ended, @Nullable Long ifMatch) {
        var version = answer.number("/version");
        var position = answer.number("/position");
        history.add(new Write(begun, ended, ifMatch, version, position, answer.at("/eventId"), wish.fields));
        lastVersion.accumulateAndGet(version, Math::max);
        lastPosition.accumulateAndGet(position, Math::max);
    }

    private void read(Random random) {
        while (!written) {
            var minPosition = random.nextBoolean() ? lastPosition.get() : 0;
            var begun = System.nanoTime();
            var grid = client.get("/v1/journals/" + journal + "/grid?minPosition=" + minPosition);
            var ended = System.nanoTime();
            if (grid.status() == 503) continue; // the projection is behind on a slow machine, and says so
            assertThat(grid.status()).as(grid.text()).isEqualTo(200);
            history.add(new Read(
                    begun,
                    ended,
                    minPosition,
                    Long.parseLong(grid.header("Stageline-Position")),
                    grid.number("/rows/0/version"),
                    FIELDS.stream()
                            .collect(Collectors.toMap(
                                    Function.identity(), field -> grid.number("/rows/0" + field + "/version")))));
        }
    }
}
