package io.stageline.standalone;

import io.stageline.privacy.MasterKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import org.springframework.boot.logging.LoggingSystem;

/** The database of an installation for who administers it: that of the running server, or started for this while. */
public final class ReachedDatabase implements AutoCloseable {
    private static final int LINE_OF_PORT = 3;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Settings settings;
    private final DatabaseAddress address;

    private ReachedDatabase(Settings settings) {
        LoggingSystem.get(ReachedDatabase.class.getClassLoader()).beforeInitialize();
        this.settings = settings;
        var url = settings.databaseUrl();
        address = url == null ? embedded(settings) : DatabaseAddress.parse(url);
    }

    /** Reaches a database that is there already; none is made, nothing in it is changed. */
    public static ReachedDatabase of(Settings settings) {
        return new ReachedDatabase(settings);
    }

    public DatabaseAddress address() {
        return address;
    }

    /** The key of the installation, from the environment or the data directory; refused if it is in neither. */
    public String masterKey() {
        return MasterKeyFile.resolve(
                settings.masterKey(), settings.dataDirectory().resolve("master.key"), false);
    }

    private DatabaseAddress embedded(Settings settings) {
        if (!EmbeddedDatabase.existsIn(settings.dataDirectory()))
            throw Refusal.wrongUse("There is no database in " + settings.dataDirectory());
        try {
            var directory = DataDirectory.own(settings.dataDirectory());
            parts.push(directory);
            var database = Database.open(settings, directory);
            parts.push(database);
            return database.address();
        } catch (Refusal running) {
            close();
            if (running.exitCode() != Refusal.ALREADY_RUNNING) throw running;
            return besideTheServer(settings);
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /** Where the database of the server that runs on the data directory listens. */
    static DatabaseAddress besideTheServer(Settings settings) {
        Path directory = settings.dataDirectory();
        try {
            String port = Files.readAllLines(directory.resolve("postgres/postmaster.pid"))
                    .get(LINE_OF_PORT);
            String key = MasterKeyFile.resolve(settings.masterKey(), directory.resolve("master.key"), false);
            String password = new MasterKey(Base64.getDecoder().decode(key)).derive("postgres");
            return new DatabaseAddress("127.0.0.1", Integer.parseInt(port.strip()), "postgres", "postgres", password);
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException unknown) {
            throw Refusal.unreachable("The running server's database cannot be found in " + directory);
        }
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception failed) {
                throw new IllegalStateException("the database did not stop cleanly", failed);
            }
        }
    }
}
