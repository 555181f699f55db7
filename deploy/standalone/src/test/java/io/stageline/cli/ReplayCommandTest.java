package io.stageline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.projection.Generation;
import io.stageline.projection.Generation.State;
import io.stageline.projection.bulk.Job;
import io.stageline.projection.bulk.Jobs;
import io.stageline.projection.bulk.ReplayLock;
import io.stageline.standalone.Server;
import io.stageline.standalone.Settings;
import io.stageline.whole.Administrator;
import io.stageline.whole.Client;
import io.stageline.whole.LogChecks;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** QUALITY B39: what {@code replay} is asked for wrongly is refused with a reason and an exit code, and changes nothing. */
class ReplayCommandTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String STATE = """
            SELECT md5(concat_ws('|',
                   (SELECT string_agg(g::text, ',' ORDER BY g.generation) FROM stageline.generation AS g),
                   (SELECT string_agg(l::text, ',' ORDER BY l.for_tenant) FROM stageline.live_generation AS l),
                   (SELECT string_agg(j::text, ',' ORDER BY j.job_id) FROM stageline.replay_job AS j),
                   (SELECT string_agg(d::text, ',' ORDER BY d.letter_id) FROM stageline.dead_letter AS d),
                   (SELECT count(*) FROM stageline.replay_audit),
                   (SELECT string_agg(h::text, ',' ORDER BY h.log_id) FROM stageline.log_head AS h),
                   (SELECT string_agg(nspname, ',' ORDER BY nspname) FROM pg_namespace WHERE nspname LIKE 'grid%'),
                   (SELECT string_agg(r::text, ',' ORDER BY r.contact_id) FROM live.grid_row AS r)))""";

    private static final String CHANGED = """
            UPDATE stageline.event SET payload = jsonb_set(payload, '{stage}', to_jsonb(?::text))
             WHERE position = (SELECT max(position) FROM stageline.event WHERE type = 'entry.stage-recorded/1')""";
    private static final String LETTER = "01a20594-0d07-7fc0-8a28-28b3786833a9";
    private static final String PARKED = """
            INSERT INTO stageline.dead_letter
                   (tenant_id, letter_id, projection, generation, log_id, stream_id, version, position,
                    event_id, type, cause, error, sealed, state, parked_at)
            SELECT tenant_id, ?, 'grid', 3, 0, stream_id, version, position, event_id, type, 'fold-failed', 'X', ?,
                   'parked', now()
              FROM stageline.event
             WHERE position = 1""";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static Server server;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() {
        server = Server.start(new Settings(data(), 0, null, null));
        var client = new Client(server.url(), administrator().adminKey());
        var journal = client.journal("Gifts", "MEET", "ASK");
        for (var name : List.of("Ada", "Grace", "Emmy")) {
            var entry = client.entry(journal, client.contact(name));
            client.post(entry + "/stages", "{\"stage\":\"MEET\",\"occurredAt\":\"2026-03-01T12:00:00Z\"}");
        }
        new LogChecks(administrator().database()).projectionsReachTheHead();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2 | run gird                                | There is no projection "gird"; there is: grid
            2 | status gird                             | There is no projection "gird"; there is: grid
            2 | verify grid@99                          | There is no generation grid@99; there are: grid@3 (live)
            2 | verify grid@two                         | "grid@two" names no generation; it should look like grid@3
            2 | diff grid@3 grid@99                     | There is no generation grid@99
            2 | diff grid@3                             | Missing required parameter: 'PROJECTION@B'
            2 | drop grid                               | "grid" names no generation; it should look like grid@3
            2 | drop grid@3                             | Refused: grid@3 is live; promote another one first
            2 | drop grid@99                            | There is no generation grid@99
            2 | run grid --rate -1                      | --rate must be 0 for no limit, or so many events a second, not -1
            2 | plan grid --rate -1                     | --rate must be 0 for no limit, or so many events a second, not -1
            2 | run grid --rate fast                    | Invalid value for option '--rate'
            2 | run grid --no-verify --promote          | --promote needs the proof that --no-verify leaves out
            2 | run                                     | Missing required parameter: 'PROJECTION'
            2 | run grid --tenant nobody                | There is no tenant "nobody"
            2 | verify grid --sample 0                  | --sample must be 1 stream or more, not 0
            2 | promote all                             | Name one projection
            2 | promote grid                            | There is nothing to promote; build it with: ./stageline replay run grid
            2 | rollback grid                           | Refused: there is nothing to go back to
            2 | resume grid                             | No generation of grid is begun
            2 | pause grid                              | Nobody is at work on grid
            2 | parked grid show                        | Name the letter
            2 | parked grid show one                    | "one" is no id of a letter
            2 | parked grid drop 01a20594-0d07-7fc0-8a28-28b3786833a8 | A sequence is given up for a --reason
            2 | parked grid drop 01a20594-0d07-7fc0-8a28-28b3786833a8 --reason old | Refused: there is no letter
            2 | parked grid eat                         | Invalid value for positional parameter
            """)
    void what_is_asked_for_wrongly_is_refused_and_changes_nothing(int exitCode, String command, String message) {
        refused(exitCode, message, words(command));
    }

    @Test
    void where_there_is_no_database_none_is_made() throws IOException {
        var nowhere = directory.resolve("nowhere");
        assertThat(execute(words("run grid --data-dir " + nowhere))).isEqualTo(2);
        assertThat(err.toString()).contains("There is no database in " + nowhere);
        assertThat(nowhere).doesNotExist();
        var file = Files.writeString(directory.resolve("a-file"), "no directory");
        assertThat(execute(words("run grid --data-dir " + file))).isEqualTo(2);
        assertThat(err.toString()).contains("There is no database in " + file);
    }

    @Test
    void a_database_that_cannot_be_reached_is_told_from_wrong_use() {
        refused(4, "Connection to 127.0.0.1:1 refused", "run", "grid", "--database-url=postgresql://a:b@127.0.0.1:1/c");
        refused(2, "--database-url must look like", "run", "grid", "--database-url=nonsense");
    }

    @Test
    void without_the_master_key_or_with_another_one_nothing_is_done() throws IOException {
        var empty = Files.createDirectories(directory.resolve("empty"));
        assertThat(execute("run", "grid", "--database-url=" + url("postgres"), "--data-dir=" + empty))
                .isEqualTo(2);
        assertThat(err.toString()).contains("The master key is missing");
        var other = Files.createDirectories(directory.resolve("other"));
        Files.writeString(other.resolve("master.key"), "b".repeat(43) + "=");
        refused(
                2,
                "This database was set up under another master key",
                "run",
                "grid",
                "--database-url=" + url("postgres"),
                "--data-dir=" + other);
    }

    @Test
    void a_database_without_generations_is_left_as_it_is() {
        administrator().database().execute("CREATE DATABASE another");
        refused(2, "There are no generations in this database", "run", "grid", "--database-url=" + url("another"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify grid@3 --repair", "diff grid@3 grid@3", "parked grid retry " + LETTER})
    void what_another_version_has_built_is_left_to_it(String command) {
        var database = administrator().database();
        var event = database.queryForMap("SELECT tenant_id, log_id, position FROM stageline.event WHERE position = 1");
        var purpose =
                "dead letter %s %s %s".formatted(event.get("tenant_id"), event.get("log_id"), event.get("position"));
        var sealed = administrator().masterKey().seal(purpose, "journal.created/1\n{}".getBytes(UTF_8));
        database.update(PARKED, UUID.fromString(LETTER), sealed);
        database.update("UPDATE stageline.generation SET shape = 2 WHERE generation = 3");
        try {
            refused(2, "another version of Stageline", words(command));
            assertThat(run("parked", "grid")).isEqualTo(1);
            assertThat(out.toString()).contains(LETTER);
        } finally {
            database.update("UPDATE stageline.generation SET shape = 4 WHERE generation = 3");
            database.update("DELETE FROM stageline.dead_letter");
        }
    }

    @Test
    void what_others_hold_is_told_from_a_database_that_cannot_be_reached() throws Exception {
        try (var others = administrator().address().administrator().getConnection()) {
            others.setAutoCommit(false);
            others.createStatement().execute("LOCK TABLE stageline.replay_job IN ACCESS EXCLUSIVE MODE");
            administrator().database().execute("ALTER ROLE postgres SET lock_timeout = '100ms'");
            assertThat(run("verify", "grid")).as(text()).isEqualTo(3);
            assertThat(err.toString()).contains("Refused: others hold what this needs, SQL state 55P03");
        } finally {
            administrator().database().execute("ALTER ROLE postgres RESET lock_timeout");
        }
    }

    @ParameterizedTest
    @CsvSource({"VERIFY, nothing was compared", "RUN, go on with: ./stageline replay resume grid"})
    void only_a_build_is_gone_on_with(Job.Kind kind, String next) {
        var jobs = new Jobs(administrator().address().administrator(), Clock.systemUTC());
        var job = jobs.begin(kind, new Generation("grid", 3, 4, null, State.LIVE, "grid"), 0, "replay, pid 4711");
        assertThat(run("status", "grid")).as(text()).isZero();
        assertThat(out.toString()).contains("ended without a word: \"replay, pid 4711\"", next);
        jobs.end(job.id(), Job.State.PAUSED, null, null);
        assertThat(run("status", "grid")).as(text()).isZero();
        assertThat(out.toString()).contains("paused: \"replay, pid 4711\"", next);
        administrator().database().update("DELETE FROM stageline.replay_job");
    }

    @ParameterizedTest
    @CsvSource({"run grid", "verify grid", "promote grid", "rollback grid", "verify grid@3"})
    void who_comes_second_is_told_who_was_first(String command) throws Exception {
        try (var first = ReplayLock.take(
                administrator().address().administrator(), "grid", "replay run grid, pid 4711 on elsewhere")) {
            refused(3, "Refused: \"replay run grid, pid 4711 on elsewhere\" has been at work since ", words(command));
        }
    }

    @Test
    void a_row_changed_by_hand_is_named_and_repaired() {
        administrator()
                .database()
                .update("UPDATE grid_v3.grid_row SET moves = 9 WHERE contact_id ="
                        + " (SELECT contact_id FROM grid_v3.grid_row LIMIT 1)");
        assertThat(run("verify", "grid@3", "--whole")).isEqualTo(1);
        assertThat(out.toString())
                .contains("grid_row tenant_id=", " moves: shown 9, expected 1 @", " entry.stage-", "1 difference in");
        assertThat(run("verify", "grid@3", "--whole", "--repair")).as(text()).isZero();
        assertThat(out.toString()).contains("1 row was repaired", "0 differences");
    }

    @Test
    void an_event_that_was_changed_is_named_and_nothing_is_repaired_by_it() {
        administrator().database().update(CHANGED, "ASK");
        var rows = rows();
        try {
            assertThat(run("verify", "grid@3", "--whole", "--repair"))
                    .as(text())
                    .isEqualTo(1);
            assertThat(out.toString())
                    .contains("event log_id=0,position=", " payload: shown (changed), expected (as appended) @")
                    .contains("1 difference in")
                    .doesNotContain("repaired");
        } finally {
            administrator().database().update(CHANGED, "MEET");
        }
        assertThat(rows()).isEqualTo(rows);
    }

    private static List<Map<String, Object>> rows() {
        return administrator().database().queryForList("SELECT * FROM grid_v3.grid_row ORDER BY contact_id");
    }

    @Test
    void a_generation_is_planned_built_shown_taken_back_and_dropped() {
        var before = state();
        assertThat(json("plan", "grid").path("events").asLong()).isEqualTo(10);
        assertThat(json("plan", "grid").path("givesWay").asBoolean()).isTrue();
        assertThat(json("plan", "grid", "--rate", "9").path("givesWay").asBoolean())
                .isFalse();
        assertThat(state()).as("a plan changes nothing").isEqualTo(before);
        var built = json("run", "grid");
        assertThat(built.path("state").asString()).as(text()).isEqualTo("verified");
        assertThat(built.path("events").asLong()).isEqualTo(10);
        assertThat(built.path("differences")).isEmpty();
        assertThat(built.path("positions").path("0").asLong()).isEqualTo(10);
        assertThat(err.toString()).as("progress").contains("{\"phase\":\"folding\"");
        var number = "grid@" + built.path("generation").asInt();
        assertThat(run("diff", "grid@3", number)).as(text()).isZero();
        assertThat(json("promote", "grid").path("state").asString()).isEqualTo("live");
        assertThat(shown()).isEqualTo(number);
        refused(2, "Refused: grid@3 is what rollback goes to; give --yes", "drop", "grid@3");
        assertThat(json("rollback", "grid").path("generation").asInt()).isEqualTo(3);
        assertThat(shown()).isEqualTo("grid@3");
        assertThat(run("drop", number, "--yes")).as(text()).isZero();
        assertThat(run("status")).isZero();
        assertThat(out.toString()).contains("grid@3", "live").doesNotContain(number + " ");
    }

    private String shown() {
        var generations = json("status").path("generations");
        for (var one : generations)
            if (one.path("state").asString().equals("live"))
                return "grid@" + one.path("generation").asInt();
        return "nothing";
    }

    private JsonNode json(String... command) {
        var words = new ArrayList<>(List.of(command));
        words.add("--json");
        assertThat(run(words.toArray(String[]::new))).as(text()).isZero();
        return JSON.readTree(out.toString());
    }

    private void refused(int exitCode, String message, String... command) {
        var before = state();
        assertThat(run(command)).as(text()).isEqualTo(exitCode);
        assertThat(err.toString()).contains(message);
        assertThat(out.toString()).isEmpty();
        assertThat(state()).as("changed by what was refused").isEqualTo(before);
    }

    private static String state() {
        return String.valueOf(administrator().database().queryForObject(STATE, String.class));
    }

    private int run(String... command) {
        var words = new ArrayList<>(List.of(command));
        if (Arrays.stream(command).noneMatch(word -> word.startsWith("--data-dir")))
            words.addAll(List.of("--data-dir", data().toString()));
        return execute(words.toArray(String[]::new));
    }

    private int execute(String... command) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var words = new ArrayList<>(List.of("replay"));
        words.addAll(List.of(command));
        var line = Stageline.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(words.toArray(String[]::new));
    }

    private String text() {
        return out + "\n" + err;
    }

    private static String[] words(String command) {
        return command.strip().split(" +");
    }

    private static String url(String database) {
        var address = administrator().address();
        return "postgresql://%s:%s@%s:%d/%s"
                .formatted(address.user(), address.password(), address.host(), address.port(), database);
    }

    private static Path data() {
        return directory.resolve("data");
    }

    private static Administrator administrator() {
        return new Administrator(data());
    }
}
