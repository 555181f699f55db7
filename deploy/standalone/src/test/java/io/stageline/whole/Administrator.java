package io.stageline.whole;

import io.stageline.privacy.MasterKey;
import io.stageline.standalone.DatabaseAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** What an administrator finds in a data directory: its keys, its database server, and every row of it. */
public record Administrator(Path dataDirectory) {
    private static final int PID = 0;
    private static final int PORT = 3;

    /** The database as its superuser sees it: past all walls. */
    public JdbcTemplate database() {
        return new JdbcTemplate(address().administrator());
    }

    public DatabaseAddress address() {
        var port = Integer.parseInt(postmaster().get(PORT).strip());
        return new DatabaseAddress("127.0.0.1", port, "postgres", "postgres", passwordOf("postgres"));
    }

    public String passwordOf(String role) {
        return masterKey().derive(role);
    }

    public MasterKey masterKey() {
        return new MasterKey(Base64.getDecoder().decode(read("master.key").strip()));
    }

    public String adminKey() {
        return read("admin.key").strip();
    }

    public ProcessHandle postmasterProcess() {
        return ProcessHandle.of(Long.parseLong(postmaster().get(PID).strip())).orElseThrow();
    }

    /** Whether the database server of this very directory runs; a pid alone may be anybody's by now. */
    public boolean hasPostmaster() {
        try {
            return ProcessHandle.of(Long.parseLong(postmaster().get(PID).strip()))
                    .flatMap(process -> process.info().commandLine())
                    .filter(command -> command.contains(dataDirectory.toString()))
                    .isPresent();
        } catch (UncheckedIOException | IndexOutOfBoundsException comesOrGoes) {
            return false;
        }
    }

    private List<String> postmaster() {
        return read("postgres/postmaster.pid").lines().toList();
    }

    public String read(String file) {
        try {
            return Files.readString(dataDirectory.resolve(file));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
