package io.stageline.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void a_second_owner_is_refused_and_told_who_is_first() {
        try (DataDirectory first = DataDirectory.own(directory)) {
            first.announce("http://localhost:1234");
            assertThatThrownBy(() -> DataDirectory.own(directory))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("http://localhost:1234")
                    .matches(refusal -> ((Refusal) refusal).exitCode() == Refusal.ALREADY_RUNNING);
        }
        DataDirectory.own(directory).close();
    }

    @Test
    void a_new_directory_is_closed_to_others() throws IOException {
        Path created = directory.resolve("a/b");
        DataDirectory.own(created).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(created)))
                .isEqualTo("rwx------");
    }

    @Test
    void the_first_start_makes_a_master_key_that_the_next_one_finds() throws IOException {
        Path file = directory.resolve("master.key");
        String made = MasterKeyFile.resolve(null, file, true);
        assertThat(Base64.getDecoder().decode(made)).hasSize(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(MasterKeyFile.resolve(null, file, false)).isEqualTo(made);
    }

    @Test
    void the_environment_goes_before_the_file() throws IOException {
        Path file = directory.resolve("master.key");
        MasterKeyFile.resolve(null, file, true);
        String given = Base64.getEncoder().encodeToString(new byte[32]);
        assertThat(MasterKeyFile.resolve(given, file, false)).isEqualTo(given);
    }

    @Test
    void a_log_whose_master_key_is_gone_is_not_opened() {
        Path file = directory.resolve("master.key");
        assertThatThrownBy(() -> MasterKeyFile.resolve(null, file, false))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("The master key is missing");
        assertThat(file).doesNotExist();
    }

    @Test
    void a_master_key_of_another_length_is_refused() {
        assertThatThrownBy(() -> MasterKeyFile.resolve("c2hvcnQ=", directory.resolve("master.key"), true))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("32 bytes");
    }
}
