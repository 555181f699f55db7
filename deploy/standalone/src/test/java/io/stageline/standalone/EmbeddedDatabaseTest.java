package io.stageline.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
    void a_server_left_behind_is_ended_and_its_data_kept() throws Exception {
        EmbeddedDatabase left = EmbeddedDatabase.start(directory, PASSWORD);
        run(left, "CREATE TABLE kept AS SELECT 'still here' AS text");
        ProcessHandle postmaster = postmaster();
        try (EmbeddedDatabase next = EmbeddedDatabase.start(directory, PASSWORD)) {
            assertThat(postmaster.isAlive()).isFalse();
            assertThat(ask(next, "SELECT text FROM kept")).isEqualTo("still here");
        }
    }

    @Test
    void a_killed_server_recovers_by_itself() throws Exception {
        EmbeddedDatabase killed = EmbeddedDatabase.start(directory, PASSWORD);
        run(killed, "CREATE TABLE kept AS SELECT 'still here' AS text");
        ProcessHandle postmaster = postmaster();
        postmaster.destroyForcibly();
        postmaster.onExit().get(5, TimeUnit.SECONDS);
        try (EmbeddedDatabase next = EmbeddedDatabase.start(directory, PASSWORD)) {
            assertThat(ask(next, "SELECT text FROM kept")).isEqualTo("still here");
        }
    }

    @Test
    void another_master_key_is_named_as_the_reason() {
        EmbeddedDatabase.start(directory, PASSWORD).close();
        assertThatThrownBy(() -> EmbeddedDatabase.start(directory, "another"))
                .hasMessageContaining("another master key");
    }

    private ProcessHandle postmaster() throws Exception {
        Path pidFile = directory.resolve("postgres/postmaster.pid");
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0).strip()))
                .orElseThrow();
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
