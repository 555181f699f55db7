package io.stageline.bench;

import java.nio.file.Path;

/** Where the launcher script and with it the product lies. */
final class Launcher {
    private Launcher() {}

    static Path root() {
        return Path.of(System.getProperty("stageline.root", "."));
    }
}
