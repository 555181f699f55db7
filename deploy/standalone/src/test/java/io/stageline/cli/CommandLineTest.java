package io.stageline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.standalone.ReachedDatabase;
import io.stageline.standalone.Server;
import io.stageline.standalone.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandLineTest {
    private static final String[] COLUMNS = {"--case=case", "--stage=what", "--time=when", "--amount=sum"};
    private static final JsonMapper JSON = new JsonMapper();
    private static final String BEYOND = """
            INSERT INTO stageline.token_entry (processor_name, segment, token)
            VALUES ('nobody', 0, '{"globalIndex": 999999}')""";
    private static final String ROWS = """
            case,what,when,sum
            7,MEET,2026-03-01T12:00:00+01:00,
            8,MEET,2026-03-01T13:00:00+01:00,
            7,ASK,2026-03-02T12:00:00+01:00,
            7,MEET,2026-03-01T12:00:00+01:00,
            7,GIVE,2026-03-03T12:00:00+01:00,120.5
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static Server server;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Path refusedList = Path.of("rows.csv.refused.csv");

    @BeforeAll
    static void start() {
        server = Server.start(new Settings(directory.resolve("data"), 0, null, null));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void clean() throws IOException {
        Files.deleteIfExists(refusedList);
    }

    @Test
    void an_imported_file_is_shown_to_the_last_row_and_once_only() throws IOException {
        Path file = file(ROWS);
        assertThat(importing(file, "gifts", "--decision=GIVE=GIVEN"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("accepted").doesNotContain("nothing new");
        JsonNode journal = api().get("/v1/journals?name=gifts").path("items").get(0);
        assertThat(journal.path("stages").toString()).isEqualTo("[\"MEET\",\"ASK\",\"GIVE\"]");
        JsonNode report = api().get("/v1/journals/%s/report"
                .formatted(journal.path("journalId").asString()));
        assertThat(report.path("entries").asInt()).isEqualTo(2);
        assertThat(report.path("decisions").toString()).isEqualTo("[{\"status\":\"GIVEN\",\"count\":1}]");
        assertThat(report.path("funnel").get(0).path("completions").asInt()).isEqualTo(3);

        assertThat(importing(file, "gifts", "--decision=GIVE=GIVEN")).isZero();
        assertThat(out.toString()).contains("nothing new: every row was already there");
        assertThat(api().get("/v1/journals?name=gifts").path("total").asInt()).isEqualTo(1);
    }

    @Test
    void a_later_file_may_bring_new_stages_and_decisions() throws IOException {
        assertThat(importing(file(ROWS), "grows", "--decision=GIVE=GIVEN")).isZero();
        assertThat(importing(
                        file(ROWS + "9,THANK,2026-03-04T12:00:00Z,\n9,GIVE,2026-03-04T13:00:00Z,5\n"),
                        "grows",
                        "--decision=GIVE=GIVEN,THANK=THANKED"))
                .as(err.toString())
                .isZero();
        JsonNode journal = api().get("/v1/journals?name=grows").path("items").get(0);
        assertThat(journal.path("stages").toString()).isEqualTo("[\"MEET\",\"ASK\",\"GIVE\",\"THANK\"]");
    }

    @Test
    void a_row_that_was_imported_without_its_decision_is_told_and_not_passed_over() throws IOException {
        assertThat(importing(file(ROWS), "plain")).isZero();
        assertThat(importing(file(ROWS), "plain", "--decision=GIVE=GIVEN")).isEqualTo(1);
        assertThat(out.toString()).contains("idempotency-key-reused");
    }

    @Test
    void refused_lines_are_told_by_number_whoever_refused_them() throws IOException {
        Path file = file(ROWS + "7,DANCE,2026-03-04T12:00:00Z,\n7,ASK,2026-03-04T12:00:00,\n");
        assertThat(importing(file, "strict", "--stages=MEET,ASK,GIVE")).isEqualTo(1);
        assertThat(out.toString())
                .contains("line 7: ")
                .contains("unknown-stage")
                .contains("line 8: ")
                .contains("time-without-zone");
        assertThat(Files.readAllLines(refusedList)).hasSize(3);
    }

    @Test
    void a_dry_run_sends_nothing() throws IOException {
        assertThat(importing(file(ROWS), "never", "--dry-run", "--decision=GIVE=GIVEN"))
                .isZero();
        assertThat(out.toString()).contains("rows 5, contacts 2, decisions 1, refused 0");
        assertThat(api().get("/v1/journals?name=never").path("total").asInt()).isZero();
    }

    @Test
    void wrong_use_is_told_from_a_server_that_is_away() throws IOException {
        assertThat(run("import", file(ROWS).toString())).isEqualTo(2);
        assertThat(importing(file(ROWS), "x", "--case=nobody")).isEqualTo(2);
        assertThat(run("import", "/no/such.csv", "--journal=x", "--case=a", "--stage=b", "--time=c", "--key=k"))
                .isEqualTo(2);
        assertThat(run("keys", "list", "--url", server.url(), "--key=wrong")).isEqualTo(2);
        assertThat(run("keys", "list", "--url=http://127.0.0.1:1", "--key=any", "--patience=1"))
                .isEqualTo(4);
    }

    @Test
    void a_key_is_made_used_listed_and_revoked() {
        assertThat(run("keys", "create", "--name=reader", "--scopes=read", "--url", server.url(), "--data-dir", data()))
                .isZero();
        String key = out.toString().strip();
        assertThat(new Api(server.url(), key).get("/v1/journals").path("items").isArray())
                .isTrue();
        assertThat(run("keys", "list", "--url", server.url(), "--data-dir", data()))
                .isZero();
        String id = out.toString()
                .lines()
                .filter(line -> line.contains("reader"))
                .findFirst()
                .orElseThrow()
                .split(" ")[0];
        assertThat(run("keys", "revoke", id, "--url", server.url(), "--data-dir", data()))
                .isZero();
    }

    @Test
    void the_log_is_verified_beside_the_running_server() throws IOException {
        assertThat(importing(file(ROWS), "verified")).isZero();
        assertThat(run("log", "verify", "--data-dir", data()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).startsWith("sound: ");
        try (ReachedDatabase reached = ReachedDatabase.of(new Settings(directory.resolve("data"), 0, null, null))) {
            JdbcTemplate admin = new JdbcTemplate(reached.address().administrator());
            admin.execute(BEYOND);
            assertThat(run("log", "verify", "--data-dir", data())).isEqualTo(1);
            assertThat(out.toString()).contains("position 999999: projection-beyond-head: nobody is here");
            assertThat(run("log", "verify", "--json", "--data-dir", data())).isEqualTo(1);
            assertThat(JSON.readTree(out.toString()).at("/findings/0/position").asLong())
                    .isEqualTo(999_999);
            admin.execute("DELETE FROM stageline.token_entry WHERE processor_name = 'nobody'");
        }
    }

    @Test
    void a_log_that_is_not_there_is_not_made() {
        assertThat(run(
                        "log",
                        "verify",
                        "--data-dir",
                        directory.resolve("nowhere").toString()))
                .isEqualTo(2);
        assertThat(directory.resolve("nowhere")).doesNotExist();
        assertThat(run("log", "verify", "--database-url=postgresql://a:b@127.0.0.1:1/c"))
                .isEqualTo(4);
    }

    @Test
    void help_tells_the_exit_codes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("serve", "demo", "import", "keys", "already running");
    }

    private int importing(Path file, String journal, String... more) {
        List<String> arguments = new ArrayList<>(List.of("import", file.toString(), "--journal=" + journal));
        for (String column : COLUMNS)
            if (List.of(more).stream().noneMatch(option -> option.startsWith(column.split("=")[0] + "=")))
                arguments.add(column);
        arguments.addAll(List.of("--url", server.url(), "--data-dir", data()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        CommandLine line = Stageline.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    private static Path file(String rows) throws IOException {
        return Files.writeString(directory.resolve("rows.csv"), rows);
    }

    private static String data() {
        return directory.resolve("data").toString();
    }

    private static Api api() {
        try {
            return new Api(server.url(), Files.readString(server.adminKey()).strip());
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
