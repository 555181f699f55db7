package io.stageline.whole;

import io.stageline.standalone.DatabaseAddress;
import io.stageline.standalone.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Processes that share one database and do different parts of the work; all start at the same moment on nothing. */
public final class SeveralProcesses implements AutoCloseable {
    private static final String PASSWORD = "shared";

    private final Path directory;
    private final EmbeddedDatabase database;
    private final List<CommandLineProcess> starting = new ArrayList<>();
    private final List<ServerProcess> running = new ArrayList<>();

    public SeveralProcesses(Path directory) {
        this.directory = directory;
        this.database = EmbeddedDatabase.start(directory, PASSWORD);
    }

    public DatabaseAddress database() {
        return database.address();
    }

    /** Starts a process for each of these roles, and waits until all of them listen. */
    public void start(int logs, String... roles) throws IOException {
        var first = starting.size();
        for (var role : roles) starting.add(begin(logs, role));
        for (var i = first; i < starting.size(); i++) running.add(ServerProcess.of(starting.get(i), home(i)));
    }

    private CommandLineProcess begin(int logs, String roles) throws IOException {
        var home = Files.createDirectories(home(starting.size()));
        Files.writeString(home.resolve("master.key"), Base64.getEncoder().encodeToString(new byte[32]));
        var address = database.address();
        var url = "postgresql://%s:%s@%s:%d/%s"
                .formatted(address.user(), PASSWORD, address.host(), address.port(), address.name());
        return ServerProcess.serve(home, "--database-url", url, "--roles", roles, "--logs", Integer.toString(logs));
    }

    private Path home(int number) {
        return directory.resolve("process-" + number);
    }

    public ServerProcess process(int number) {
        return running.get(number);
    }

    /** The first key, which one of the processes wrote. */
    public String adminKey() {
        for (var process : running)
            if (Files.exists(process.administrator().dataDirectory().resolve("admin.key")))
                return process.administrator().adminKey();
        throw new AssertionError("no process wrote an admin key");
    }

    @Override
    public void close() {
        starting.forEach(process -> process.process().destroyForcibly());
        starting.forEach(process -> process.exitCode(Duration.ofSeconds(20)));
        database.close();
    }
}
