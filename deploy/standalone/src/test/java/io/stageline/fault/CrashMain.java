package io.stageline.fault;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/** The long crash run: {@code --kills 200 --seed 1 --minutes 60}; exit code 1 when anything was lost, doubled, out of order or unlike. */
public final class CrashMain {
    private CrashMain() {}

    public static void main(String[] arguments) throws Exception {
        var words = List.of(arguments);
        var kills = (int) number(words, "--kills", 200);
        var atMost = Duration.ofMinutes(number(words, "--minutes", 24 * 60));
        System.exit(run(kills, number(words, "--seed", System.nanoTime()), atMost) ? 0 : 1);
    }

    /** Whether all is as promised. */
    @SuppressWarnings("SystemOut")
    static boolean run(int kills, long seed, Duration atMost) throws Exception {
        var directory = Files.createTempDirectory("stageline-crash");
        System.out.println("crash run with seed " + seed + " in " + directory);
        try (var run = new CrashRun(directory, seed, System.out)) {
            var report = run.run(kills, atMost);
            System.out.print(report);
            if (!report.isClean()) return false;
        }
        FileSystemUtils.deleteRecursively(directory);
        return true;
    }

    private static long number(List<String> words, String name, long otherwise) {
        var at = words.indexOf(name);
        return at < 0 ? otherwise : Long.parseLong(words.get(at + 1));
    }
}
