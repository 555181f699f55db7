package io.stageline.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Upcast;
import io.stageline.standalone.DatabaseAddress;
import io.stageline.standalone.EmbeddedDatabase;
import io.stageline.standalone.Server;
import io.stageline.standalone.Settings;
import io.stageline.whole.Administrator;
import io.stageline.whole.Answer;
import io.stageline.whole.Await;
import io.stageline.whole.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** QUALITY F27: two versions of the application on one log, of which the newer one writes a type that the older one does not know. */
class RollingVersionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final EventTypes OLD = new EventTypes();
    private static final EventTypes NEW =
            new EventTypes(List.of(new Upcast("entry.stage-recorded/9", "entry.stage-recorded/1", json -> {
                json.set("stage", json.remove("step"));
                return json;
            })));

    /** As the new version would do it: a stage of the entry, by the name that a later revision gives its property. */
    private static final String APPEND_NEW_TYPE = """
            WITH head AS (UPDATE stageline.log_head SET position = position + 1 WHERE log_id = 0 RETURNING position)
            INSERT INTO stageline.event (log_id, position, tenant_id, stream_id, version, event_id, type, payload,
                                         actor_id, causation_id, correlation_id, recorded_at)
            SELECT 0, head.position, last.tenant_id, last.stream_id, last.version + 1, id, 'entry.stage-recorded/9',
                   last.payload - 'stage' || jsonb_build_object('step', 'ASK', 'eventId', id),
                   last.actor_id, last.causation_id, last.correlation_id, now()
              FROM head, gen_random_uuid() AS id,
                   (SELECT * FROM stageline.event
                     WHERE payload ->> 'contactId' = ? AND type = 'entry.stage-recorded/1'
                     ORDER BY version DESC LIMIT 1) AS last
            RETURNING position""";

    private Path directory;

    private EmbeddedDatabase database;
    private Server older;
    private Server newer;
    private Client old;
    private Client fresh;
    private String journal;
    private String entry;
    private String another;

    @BeforeEach
    void start(@TempDir Path temporary) throws IOException {
        directory = temporary;
        database = EmbeddedDatabase.start(Files.createDirectories(directory.resolve("database")), "secret");
        older = Server.start(settings("old", database.address()), OLD, Clock.systemUTC());
        newer = Server.start(settings("new", database.address()), NEW, Clock.systemUTC());
        var key = new Administrator(directory.resolve("old")).adminKey();
        old = new Client(older.url(), key);
        fresh = new Client(newer.url(), key);
        journal = old.journal("Rolling");
        entry = old.entry(journal, old.contact("Ada"));
        another = old.entry(journal, old.contact("Bob"));
        assertThat(stage(old, entry).status()).isEqualTo(201);
        assertThat(stage(old, another).status()).isEqualTo(201);
    }

    @AfterEach
    void stop() {
        newer.close();
        older.close();
        database.close();
    }

    private Settings settings(String name, DatabaseAddress at) {
        var url = "postgresql://%s:%s@%s:%d/%s".formatted(at.user(), at.password(), at.host(), at.port(), at.name());
        return new Settings(directory.resolve(name), 0, url, Base64.getEncoder().encodeToString(new byte[32]));
    }

    @Test
    void the_old_one_parks_what_it_does_not_know_and_the_new_one_folds_it_and_no_read_fails_meanwhile()
            throws InterruptedException {
        var failed = new ConcurrentLinkedQueue<Answer>();
        var stopping = new AtomicBoolean();
        var reader = new Thread(() -> read(failed, stopping), "reader");
        reader.start();
        try {
            var position = appendNewType();
            Await.until("the old one parked it", PATIENCE, () -> parked().equals(List.of("unknown-type")));
            assertThat(stages(fresh, entry, position)).isEqualTo(1);

            var behind = stage(fresh, entry);
            assertThat(behind.status()).as(behind.text()).isEqualTo(201);
            var beside = stage(old, another);
            assertThat(stages(fresh, another, beside.number("/position"))).isEqualTo(2);
            assertThat(stages(old, another, beside.number("/position"))).isEqualTo(2);
            assertThat(stages(fresh, entry, behind.number("/position"))).isEqualTo(1);
            assertThat(parked()).containsExactly("unknown-type", "behind-another");

            older.close();
            Await.until("the new one folded it", PATIENCE, () -> parked().isEmpty());
            assertThat(stages(fresh, entry, behind.number("/position"))).isEqualTo(3);
            assertThat(fresh.get(entry + "/timeline").text()).contains("\"ASK\"");
        } finally {
            stopping.set(true);
            reader.join();
        }
        assertThat(failed).isEmpty();
    }

    @Test
    void a_command_on_such_a_history_is_503_until_the_new_one_is_asked() {
        appendNewType();
        var refused = stage(old, entry);
        assertThat(refused.status()).as(refused.text()).isEqualTo(503);
        assertThat(refused.at("/code")).isEqualTo("history-unreadable");
        assertThat(stage(old, another).status()).isEqualTo(201);
        assertThat(stage(fresh, entry).status()).isEqualTo(201);
    }

    private void read(Queue<Answer> failed, AtomicBoolean stopping) {
        while (!stopping.get())
            for (var path : List.of("/v1/journals/" + journal + "/grid", entry + "/timeline", another + "/timeline")) {
                var answer = fresh.get(path);
                if (answer.status() != 200) failed.add(answer);
            }
    }

    private long appendNewType() {
        var contact = entry.substring(entry.lastIndexOf('/') + 1);
        Long position = administrator().queryForObject(APPEND_NEW_TYPE, Long.class, contact);
        return position == null ? 0 : position;
    }

    /** Why the letters are there that wait, in the order of the log. */
    private List<String> parked() {
        return administrator()
                .queryForList(
                        "SELECT cause FROM stageline.dead_letter WHERE state = 'parked' ORDER BY position",
                        String.class);
    }

    private JdbcTemplate administrator() {
        return new JdbcTemplate(database.address().administrator());
    }

    private static Answer stage(Client client, String entry) {
        return client.post(entry + "/stages", "{\"stage\":\"MEET\"}");
    }

    private static long stages(Client client, String entry, long position) {
        var shown = client.get(entry + "/timeline?minPosition=" + position);
        assertThat(shown.status()).as(shown.text()).isEqualTo(200);
        return shown.number("/total");
    }
}
