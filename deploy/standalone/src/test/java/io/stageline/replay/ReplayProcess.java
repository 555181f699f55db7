package io.stageline.replay;

import io.stageline.whole.CommandLineProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code stageline replay} on a data directory, in a process of its own. */
record ReplayProcess(CommandLineProcess process) {
    static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final Pattern CHECKSUM = Pattern.compile("checksum ([0-9a-f]{32})");

    static ReplayProcess start(Path data, String... words) {
        var arguments = new ArrayList<>(List.of("replay"));
        arguments.addAll(List.of(words));
        arguments.addAll(List.of("--data-dir", data.toString()));
        return new ReplayProcess(CommandLineProcess.start(data.resolveSibling(""), arguments.toArray(String[]::new)));
    }

    /** Waits for its end, which must be this one; gives back what it said. */
    static String run(Path data, int exitCode, String... words) {
        var replay = start(data, words);
        var ended = replay.process.exitCode(PATIENCE);
        if (ended != exitCode)
            throw new AssertionError(String.join(" ", words) + " ended with " + ended + ":\n" + replay.process.text());
        return replay.process.text();
    }

    /** Whether it has said how much there is to do, or has ended. */
    boolean hasBegun() {
        return !process.isAlive() || !process.text().isEmpty();
    }

    static String checksum(String said) {
        Matcher found = CHECKSUM.matcher(said);
        if (!found.find()) throw new AssertionError("no checksum in:\n" + said);
        return found.group(1);
    }
}
