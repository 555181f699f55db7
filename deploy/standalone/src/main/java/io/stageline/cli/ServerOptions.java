package io.stageline.cli;

import io.stageline.standalone.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a command talks to, and with which key. */
public final class ServerOptions {
    @Option(
            names = "--url",
            defaultValue = "${env:STAGELINE_URL:-http://localhost:8080}",
            description = "Address of the server (default: $STAGELINE_URL, else http://localhost:8080).")
    private String url = "";

    @Option(
            names = "--key",
            defaultValue = "${env:STAGELINE_KEY:-}",
            description = "API key (default: $STAGELINE_KEY, else the admin.key of the data directory).")
    private String key = "";

    @Option(
            names = "--data-dir",
            defaultValue = "${env:STAGELINE_DATA_DIR:-.stageline}",
            description = "Data directory whose admin.key is used (default: $STAGELINE_DATA_DIR, else ./.stageline).")
    private @Nullable Path dataDirectory;

    @Option(
            names = "--patience",
            defaultValue = "60",
            paramLabel = "SECONDS",
            description = "How long to ask a server again that is away or busy (default: 60).")
    private int patience;

    public Api api() {
        return new Api(url, key.isBlank() ? keyFromFile() : key, Duration.ofSeconds(patience));
    }

    private String keyFromFile() {
        Path file = (dataDirectory == null ? Path.of(".stageline") : dataDirectory).resolve("admin.key");
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw Refusal.wrongUse(
                    "No API key: give --key, set STAGELINE_KEY, or name the server's --data-dir (no readable " + file
                            + ")");
        }
    }
}
