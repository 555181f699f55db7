package io.stageline.bench.host;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What the numbers were made on. */
public record Machine(int processors, double loadAverage, String system, String java, String commit) {

    public static Machine here(Path root) {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                commit(root));
    }

    /** The commit that was measured, with a plus when files differ from it that are not results themselves. */
    private static String commit(Path root) {
        var hash = said(root, "git", "rev-parse", "--short", "HEAD");
        return hash.isEmpty()
                        || said(
                                        root,
                                        "git",
                                        "status",
                                        "--porcelain",
                                        "-uno",
                                        "--",
                                        ".",
                                        ":!README.md",
                                        ":!benchmarks/results")
                                .isEmpty()
                ? hash
                : hash + "+";
    }

    private static String said(Path root, String... command) {
        try {
            var process = new ProcessBuilder(command)
                    .directory(root.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? text : "";
        } catch (IOException noGit) {
            return "";
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
