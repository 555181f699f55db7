package io.stageline.bench.database;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** PostgreSQL's own client programs, where a machine has them. */
public final class Programs {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private Programs() {}

    /** On the path, or where Debian puts them, the newest first. */
    public static Optional<Path> find(String name) {
        var path = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name));
        return Stream.concat(
                        path, debian().map(version -> version.resolve("bin").resolve(name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Stream<Path> debian() {
        if (!Files.isDirectory(DEBIAN)) return Stream.empty();
        try (var versions = Files.list(DEBIAN)) {
            return versions.sorted(Comparator.reverseOrder()).toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
