package io.stageline.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.standalone.EmbeddedDatabase;
import io.stageline.standalone.Refusal;
import io.stageline.whole.Administrator;
import io.stageline.whole.LogChecks;
import io.stageline.whole.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** QUALITY F29: a log that was put back to an older time is noticed at the start, and the README's remedies work. */
class RestoredDatabaseTest {
    private static final String STAGE = "{\"stage\":\"MEET\"}";
    private static final String OLDER_EVENTS = "DELETE FROM stageline.event WHERE position > 3";
    private static final String OLDER_HEAD = "UPDATE stageline.log_head SET position = 3";
    private static final String FOLD_ANEW = """
            DO $$ DECLARE build name; BEGIN
              FOR build IN SELECT nspname FROM pg_namespace WHERE nspname LIKE 'grid\\_v%' LOOP
                EXECUTE format('DROP SCHEMA %I CASCADE', build);
              END LOOP;
            END $$;
            DELETE FROM stageline.token_entry""";
    private static final String FORGET_ANSWERS =
            "DELETE FROM stageline.idempotency WHERE position > (SELECT max(position) FROM stageline.log_head)";

    @Test
    void a_log_older_than_its_read_models_and_answers_is_refused_with_the_remedy(@TempDir Path directory) {
        var data = directory.resolve("data");
        String entry;
        try (var server = ServerProcess.start(data)) {
            var client = server.client();
            entry = client.entry(client.journal("Journal"), client.contact("Contact"));
            for (var key = 4; key <= 9; key++)
                assertThat(client.post(entry + "/stages", STAGE, "Idempotency-Key", "key-" + key)
                                .number("/position"))
                        .isEqualTo(key);
            new LogChecks(server.administrator().database()).projectionsReachTheHead();
            server.terminate();
        }
        onTheDatabase(data, OLDER_EVENTS);
        isRefused(data, "the log's head is not its last event");
        onTheDatabase(data, OLDER_HEAD);
        isRefused(data, "a read model is ahead of the log");
        onTheDatabase(data, FOLD_ANEW);
        isRefused(data, "remembered answers are ahead of the log");
        onTheDatabase(data, FORGET_ANSWERS);
        goesOnFromThere(data, entry);
    }

    private static void goesOnFromThere(Path data, String entry) {
        try (var server = ServerProcess.start(data)) {
            var again = server.client().post(entry + "/stages", STAGE, "Idempotency-Key", "key-9");
            assertThat(again.number("/position"))
                    .as("carried out, not remembered")
                    .isEqualTo(4);
            var shown = server.client().get(entry + "/timeline?minPosition=4");
            assertThat(shown.number("/total")).as(shown.text()).isEqualTo(1);
        }
    }

    private static void isRefused(Path data, String because) {
        var refused = ServerProcess.serve(data);
        assertThat(refused.exitCode(Duration.ofSeconds(60))).isEqualTo(Refusal.WRONG_USE);
        assertThat(refused.text().lines())
                .as("one line, and no stack trace")
                .singleElement()
                .asString()
                .contains(because, "README");
    }

    private static void onTheDatabase(Path data, String statements) {
        var password = new Administrator(data).passwordOf("postgres");
        try (var database = EmbeddedDatabase.start(data, password)) {
            new JdbcTemplate(database.address().administrator()).execute(statements);
        }
    }
}
