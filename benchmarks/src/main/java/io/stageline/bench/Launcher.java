package io.stageline.bench;

import java.nio.file.Path;

/** Where the launcher script and with it the product lies. */
public final class Launcher {
    private Launcher() {}

    public static Path root() {
        return Path.of(System.getProperty("stageline.root", "."))
                .toAbsolutePath()
                .normalize();
    }

    public static String script() {
        return root().resolve("stageline").toString();
    }
}
