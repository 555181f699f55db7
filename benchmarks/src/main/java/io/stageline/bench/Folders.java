package io.stageline.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Folders with all that is in them. */
public final class Folders {
    private Folders() {}

    /** Deletes it, as far as it is there. */
    public static void delete(Path folder) {
        if (!Files.exists(folder)) return;
        try (var inside = Files.walk(folder)) {
            for (var path : inside.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
        } catch (IOException | UncheckedIOException failed) {
            System.err.println("left behind: " + folder + " (" + failed + ")");
        }
    }
}
