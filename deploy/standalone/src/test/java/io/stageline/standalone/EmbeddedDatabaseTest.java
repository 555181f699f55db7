package io.stageline.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.whole.Await;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
    private static final String PASSWORD = "let-me-in";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void it_is_durable_and_listens_on_the_loopback_only() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, PASSWORD)) {
            assertThat(ask(database, "SHOW fsync")).isEqualTo("on");
            assertThat(ask(database, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(ask(database, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(ask(database, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(database, "SHOW unix_socket_directories")).isEmpty();
        }
    }

    @Test
    void nobody_enters_with_a_wrong_password() {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, PASSWORD)) {
            DatabaseAddress right = database.address();
            DatabaseAddress wrong =
                    new DatabaseAddress(right.host(), right.port(), right.name(), right.user(), "guessed");
            assertThatThrownBy(() -> wrong.administrator().getConnection())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void the_second_start_finds_the_data_of_the_first() throws Exception {
        try (EmbeddedDatabase first = EmbeddedDatabase.start(directory, PASSWORD)) {
            run(first, "CREATE TABLE kept AS SELECT 'still here' AS text");
        }
        assertThat(EmbeddedDatabase.existsIn(directory)).isTrue();
        try (EmbeddedDatabase second = EmbeddedDatabase.start(directory, PASSWORD)) {
            assertThat(ask(second, "SELECT text FROM kept")).isEqualTo("still here");
        }
    }

    @Test
    void a_server_left_behind_by_a_killed_process_is_ended_and_its_data_kept() throws Exception {
        runInAProcessThatIsKilled();
        int leftPort = Integer.parseInt(pidFile().get(3).strip());
        new Socket("127.0.0.1", leftPort).close();
        try (EmbeddedDatabase next = EmbeddedDatabase.start(directory, PASSWORD)) {
            assertThatThrownBy(() -> new Socket("127.0.0.1", leftPort)).isInstanceOf(ConnectException.class);
            assertThat(ask(next, "SELECT text FROM kept")).isEqualTo("still here");
        }
    }

    @Test
    void a_server_that_was_killed_itself_recovers() throws Exception {
        runInAProcessThatIsKilled();
        ProcessHandle postmaster = postmaster();
        postmaster.destroyForcibly();
        postmaster.onExit().get(5, TimeUnit.SECONDS);
        try (EmbeddedDatabase next = EmbeddedDatabase.start(directory, PASSWORD)) {
            assertThat(ask(next, "SELECT text FROM kept")).isEqualTo("still here");
        }
    }

    @Test
    void a_server_that_dies_under_its_living_process_is_there_again_on_the_same_port() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, PASSWORD)) {
            run(database, "CREATE TABLE kept AS SELECT 'still here' AS text");
            ProcessHandle first = postmaster();
            first.destroyForcibly();
            first.onExit().get(5, TimeUnit.SECONDS);
            Await.until("it is there again", Duration.ofSeconds(60), () -> answers(database));
            assertThat(postmaster()).isNotEqualTo(first);
            assertThat(ask(database, "SELECT text FROM kept")).isEqualTo("still here");
        }
    }

    private static boolean answers(EmbeddedDatabase database) {
        try (Connection connection = database.address().administrator().getConnection()) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    @Test
    void another_master_key_is_named_as_the_reason() {
        EmbeddedDatabase.start(directory, PASSWORD).close();
        assertThatThrownBy(() -> EmbeddedDatabase.start(directory, "another"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("another master key");
    }

    @Test
    void a_database_whose_creation_was_interrupted_is_set_aside() throws Exception {
        Files.createDirectories(directory.resolve("postgres"));
        Files.writeString(directory.resolve("postgres/PG_VERSION"), "18");
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, PASSWORD)) {
            assertThat(ask(database, "SELECT 'good'")).isEqualTo("good");
        }
        assertThat(directory).isDirectoryContaining("glob:**/unfinished-*");
    }

    /** A process of its own: the lock of the first server must be gone, and only its postmaster left. */
    static final class Killed {
        public static void main(String[] directory) throws SQLException {
            EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(directory[0]), PASSWORD);
            run(database, "CREATE TABLE kept AS SELECT 'still here' AS text");
            Runtime.getRuntime().halt(7);
        }
    }

    private void runInAProcessThatIsKilled() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String programs = "-Dstageline.postgres-programs=" + System.getProperty("stageline.postgres-programs", "");
        Process process = new ProcessBuilder(
                        java, programs, "-cp", classes, Killed.class.getName(), directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(7);
    }

    private ProcessHandle postmaster() throws Exception {
        return ProcessHandle.of(Long.parseLong(pidFile().get(0).strip())).orElseThrow();
    }

    private List<String> pidFile() throws Exception {
        return Files.readAllLines(directory.resolve("postgres/postmaster.pid"));
    }

    private static String ask(EmbeddedDatabase database, String question) throws SQLException {
        try (Connection connection = database.address().administrator().getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            assertThat(answer.next()).isTrue();
            return answer.getString(1);
        }
    }

    private static void run(EmbeddedDatabase database, String statements) throws SQLException {
        try (Connection connection = database.address().administrator().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }
}
