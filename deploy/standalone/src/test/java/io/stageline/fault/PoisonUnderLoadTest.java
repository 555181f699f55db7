package io.stageline.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.standalone.Server;
import io.stageline.standalone.Settings;
import io.stageline.whole.Administrator;
import io.stageline.whole.Answer;
import io.stageline.whole.Await;
import io.stageline.whole.Client;
import io.stageline.whole.Lanes;
import io.stageline.whole.LogChecks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** QUALITY F18 on a server at work: events that cannot be folded stop their own entries and nobody else. */
class PoisonUnderLoadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    // The pause before a batch comes again was a second before there was parking; what a busy machine adds is less.
    private static final long NOT_A_PAUSE_MILLIS = 600;
    private static final int ROUNDS = 6;
    private static final int LANES = 2;
    private static final int PAIRS = 30;

    private static final String POISON = """
            CREATE FUNCTION test_poison() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'injected fault'; END $$;
            CREATE TRIGGER poison BEFORE INSERT OR UPDATE ON grid_v3.grid_row FOR EACH ROW
                WHEN (NEW.current_stage = 'ASK') EXECUTE FUNCTION test_poison()""";
    private static final String NO_POISON = "DROP FUNCTION test_poison CASCADE";

    private Path directory;

    private Server server;
    private Client client;
    private JdbcTemplate database;
    private String journal;
    private List<String> entries;

    @BeforeEach
    void start(@TempDir Path temporary) {
        directory = temporary;
        server = Server.start(new Settings(directory.resolve("data"), 0, null, null));
        var administrator = new Administrator(directory.resolve("data"));
        client = new Client(server.url(), administrator.adminKey());
        database = administrator.database();
        journal = client.journal("Poisoned");
        entries = IntStream.range(0, 10).mapToObj(i -> entry("Sound " + i)).toList();
        database.execute(POISON);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_poison_event_delays_others_by_nothing_measurable() throws Exception {
        pairs(); // the first ones wait for compilers
        var sound = new ConcurrentLinkedQueue<Long>();
        var poisoned = new ConcurrentLinkedQueue<Long>();
        for (var round = 0; round < ROUNDS; round++) {
            sound.addAll(pairs());
            poison(entry("Poisoned " + round));
            poisoned.addAll(pairs());
        }
        tell(sound, poisoned);
        assertThat(percentile(poisoned, 99)).isLessThan(percentile(sound, 99) + NOT_A_PAUSE_MILLIS);
        assertThat(parked()).isEqualTo(ROUNDS);

        database.execute(NO_POISON);
        for (var letter : client.get("/v1/dead-letters").json().at("/items"))
            assertThat(client.post("/v1/dead-letters/" + letter.at("/letterId").asString() + "/retry", "")
                            .at("/status"))
                    .isEqualTo("done");
        try (var refold = Refold.of(new Administrator(directory.resolve("data")), directory.resolve("copy"))) {
            assertThat(refold.differences()).isZero();
        }
    }

    @Test
    void above_one_percent_the_alarm_is_raised() {
        pairs();
        assertThat(metric("stageline_alarm\\{.*name=\"dead-letters\".*}")).isZero();
        for (var n = 0; n < 4; n++) poison(entry("Poisoned " + n));
        Await.until("the alarm is raised", PATIENCE, () -> metric("stageline_alarm\\{.*name=\"dead-letters\".*}") == 1);
        assertThat(metric("stageline_projection_failed_ratio\\{projection=\"grid\"}"))
                .isGreaterThan(0.01);
        Await.until("all are parked", PATIENCE, () -> parked() == 4);
        assertThat(metric("stageline_projection_dead_letters\\{projection=\"grid\",state=\"parked\"}"))
                .isEqualTo(4);
        assertThat(metric("stageline_projection_parked_total\\{cause=\"fold-failed\",projection=\"grid\"}"))
                .isEqualTo(4);
    }

    private String entry(String contact) {
        var entry = client.entry(journal, client.contact(contact));
        new LogChecks(database).projectionsReachTheHead();
        return entry;
    }

    private void poison(String entry) {
        stage(entry, "ASK");
    }

    /** The milliseconds from each write until a read shows it. */
    private Collection<Long> pairs() {
        var took = new ConcurrentLinkedQueue<Long>();
        Lanes.run(LANES, lane -> {
            for (var i = 0; i < PAIRS; i++) {
                var begun = System.nanoTime();
                var entry = entries.get((lane * PAIRS + i) % entries.size());
                var position = stage(entry, "MEET").number("/position");
                Await.until("it is shown", PATIENCE, () -> isShown(entry, position));
                took.add((System.nanoTime() - begun) / 1_000_000);
            }
        });
        return took;
    }

    // On a machine that is busy with other things the answer may be that it takes a little longer.
    private boolean isShown(String entry, long position) {
        var shown = client.get(entry + "/timeline?limit=1&minPosition=" + position);
        assertThat(shown.status()).as(shown.text()).isIn(200, 503);
        return shown.status() == 200;
    }

    private Answer stage(String entry, String stage) {
        var answer = client.post(entry + "/stages", "{\"stage\":\"" + stage + "\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer;
    }

    private long parked() {
        return client.get("/v1/dead-letters?status=parked").number("/total");
    }

    private double metric(String name) {
        var page = new Client(server.url(), null).get("/actuator/prometheus").text();
        var found = Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(page);
        assertThat(found.find()).as("%s in %s", name, page).isTrue();
        return Double.parseDouble(found.group(1));
    }

    private static long percentile(Collection<Long> took, int percent) {
        var sorted = took.stream().sorted().toList();
        return sorted.get((sorted.size() * percent + 99) / 100 - 1);
    }

    @SuppressWarnings("SystemOut")
    private static void tell(Collection<Long> sound, Collection<Long> poisoned) {
        System.out.printf(
                "write to see, median and p99 in ms: %d and %d, beside poison %d and %d%n",
                percentile(sound, 50), percentile(sound, 99), percentile(poisoned, 50), percentile(poisoned, 99));
    }
}
