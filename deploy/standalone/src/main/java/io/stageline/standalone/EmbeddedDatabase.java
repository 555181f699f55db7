package io.stageline.standalone;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The PostgreSQL of this process: durable, on a loopback port of chance, and closed to whoever lacks the password. */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("password_encryption", "scram-sha-256"),
            Map.entry("shared_buffers", "256MB"),
            Map.entry("max_wal_size", "2GB"),
            Map.entry("max_connections", "200"),
            Map.entry("autovacuum_naptime", "5s"), // plans of tables that grow fast must not stay blind for a minute
            Map.entry("log_checkpoints", "off"));
    private static final List<String> DURABILITY = List.of("fsync", "synchronous_commit", "full_page_writes");
    private static final String WHO_MAY_ENTER = "host all all 127.0.0.1/32 scram-sha-256\n";
    private static final String PROTECTED = "stageline.protected";

    private final EmbeddedPostgres postgres;
    private final DatabaseAddress address;
    private final DatabaseKeeper keeper;

    private EmbeddedDatabase(EmbeddedPostgres postgres, DatabaseAddress address, Postmaster postmaster) {
        this.postgres = postgres;
        this.address = address;
        this.keeper = new DatabaseKeeper(postmaster);
    }

    /** Says whether the directory holds a database already. */
    public static boolean existsIn(Path dataDirectory) {
        return Files.exists(dataDirectory.resolve("postgres").resolve(PROTECTED));
    }

    /** Starts over the data directory of an earlier run, also of a killed one. */
    public static EmbeddedDatabase start(Path dataDirectory, String password) {
        Path log = dataDirectory.resolve("postgres.log");
        try {
            setUnfinishedAside(dataDirectory);
            OwnerOnly.directory(programs(dataDirectory));
            OwnerOnly.directory(dataDirectory.resolve("postgres"));
            refuseAnotherKey(dataDirectory, password);
            PostgresBinaries binaries = new PostgresBinaries(programs(dataDirectory), log);
            EmbeddedPostgres postgres =
                    builder(dataDirectory, binaries, password).start();
            DatabaseAddress address =
                    new DatabaseAddress("127.0.0.1", postgres.getPort(), "postgres", "postgres", password);
            Postmaster postmaster = new Postmaster(binaries, dataDirectory.resolve("postgres"));
            EmbeddedDatabase database = new EmbeddedDatabase(postgres, address, postmaster);
            database.refuseUnlessDurable();
            return database;
        } catch (IOException | IllegalStateException | UncheckedIOException failed) {
            throw new IllegalStateException(reason(log, failed), failed);
        }
    }

    /** Beside the data, because nobody else may write there; many short-lived databases may share one place. */
    private static Path programs(Path dataDirectory) {
        String shared = System.getProperty("stageline.postgres-programs", "");
        return shared.isEmpty() ? dataDirectory.resolve("postgres-programs") : Path.of(shared);
    }

    /** A process that died while creating the database left one that was never started and cannot be. */
    private static void setUnfinishedAside(Path dataDirectory) throws IOException {
        Path cluster = dataDirectory.resolve("postgres");
        if (!Files.exists(cluster) || existsIn(dataDirectory)) return;
        Files.move(
                cluster, Files.createTempDirectory(dataDirectory, "unfinished-").resolve("postgres"));
    }

    private static EmbeddedPostgres.Builder builder(Path dataDirectory, PostgresBinaries binaries, String password) {
        Redirect toLog = Redirect.appendTo(binaries.log().toFile());
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPgBinaryResolver(binaries)
                .setOverrideWorkingDirectory(binaries.unpacked().toFile())
                .setDataDirectory(dataDirectory.resolve("postgres"))
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setConnectConfig("password", password)
                .setOutputRedirector(toLog)
                .setErrorRedirector(toLog)
                .setDataDirectoryCustomizer(cluster -> prepare(cluster, binaries, password));
        SETTINGS.forEach(builder::setServerConfig);
        return builder;
    }

    /** Runs before the server listens: nobody ever finds it open, not even while it is being created. */
    private static void prepare(File directory, PostgresBinaries binaries, String password) {
        Path cluster = directory.toPath();
        try {
            new Postmaster(binaries, cluster).end();
            if (!Files.exists(cluster.resolve(PROTECTED))) {
                Files.writeString(cluster.resolve("pg_hba.conf"), WHO_MAY_ENTER);
                String secure = "ALTER ROLE postgres PASSWORD '%s'\n".formatted(password.replace("'", "''"));
                binaries.run("postgres", secure, List.of("--single", "-D", cluster.toString(), "postgres"));
                OwnerOnly.write(cluster.resolve(PROTECTED), fingerprint(password));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String reason(Path log, Exception failed) {
        return "PostgreSQL did not start (" + failed.getMessage() + "); its reasons are in " + log;
    }

    /** Told apart before the start: the server itself would only say that the password is wrong. */
    private static void refuseAnotherKey(Path dataDirectory, String password) throws IOException {
        Path mark = dataDirectory.resolve("postgres").resolve(PROTECTED);
        if (Files.exists(mark) && !Files.readString(mark).strip().equals(fingerprint(password)))
            throw Refusal.wrongUse("The database in " + dataDirectory
                    + " was created under another master key: put back its master.key or STAGELINE_MASTER_KEY");
    }

    private static String fingerprint(String password) {
        return UUID.nameUUIDFromBytes(("stageline " + password).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private void refuseUnlessDurable() {
        try (Connection connection = address.administrator().getConnection();
                Statement statement = connection.createStatement()) {
            for (String setting : DURABILITY) {
                try (ResultSet shown = statement.executeQuery("SHOW " + setting)) {
                    if (!shown.next() || !"on".equals(shown.getString(1))) {
                        throw new IllegalStateException("PostgreSQL runs without " + setting);
                    }
                }
            }
        } catch (SQLException | RuntimeException failed) {
            close();
            throw new IllegalStateException("PostgreSQL is not durable", failed);
        }
    }

    public DatabaseAddress address() {
        return address;
    }

    @Override
    public void close() {
        keeper.close();
        try {
            postgres.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
