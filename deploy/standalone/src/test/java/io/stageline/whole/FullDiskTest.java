package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** QUALITY F14: where PostgreSQL finds no space for events, writers are told to come again; later they can, without a restart. */
class FullDiskTest {
    private static final String FULL = """
            CREATE FUNCTION test_full_disk() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
            CREATE TRIGGER full_disk BEFORE INSERT ON stageline.event FOR EACH STATEMENT EXECUTE FUNCTION test_full_disk()""";
    private static final String CLEARED = "DROP FUNCTION IF EXISTS test_full_disk CASCADE";
    private static final String MEET = "{\"stage\":\"MEET\"}";
    private static final int WRITERS = 20;

    private final JdbcTemplate database = TheServer.administrator().database();
    private final Client client = TheServer.newTenant();
    private final String entry = client.entry(client.journal("Full"), client.contact("Ada Lovelace"));

    @AfterEach
    void clear() {
        database.execute(CLEARED);
    }

    @Test
    void a_full_disk_is_a_503_and_the_same_requests_succeed_when_it_is_cleared() {
        database.execute(FULL);
        assertThat(together(this::post)).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.header("Retry-After")).isNotEmpty();
            assertThat(answer.text())
                    .contains("log-unavailable")
                    .doesNotContain("space")
                    .doesNotContain("SQL");
        });
        assertThat(client.get(entry + "/timeline").number("/total")).isZero();

        database.execute(CLEARED);
        var last = together(this::post).stream()
                .peek(answer -> assertThat(answer.status()).as(answer.text()).isEqualTo(201))
                .mapToLong(answer -> answer.number("/position"))
                .max()
                .orElseThrow();
        assertThat(client.get(entry + "/timeline?minPosition=" + last).number("/total"))
                .isEqualTo(WRITERS);
        new LogChecks(database).positionsAreDenseAndVersionsContiguous();
    }

    private Answer post(int number) {
        return client.post(entry + "/stages", MEET, "Idempotency-Key", "full-" + number);
    }

    private static List<Answer> together(IntFunction<Answer> request) {
        var sent = IntStream.range(0, WRITERS)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> request.apply(i), work -> new Thread(work).start()))
                .toList();
        return sent.stream().map(CompletableFuture::join).toList();
    }
}
