package io.stageline.bench.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The processor time of all processes at one moment, as Linux tells it below {@code /proc}. */
public final class ProcessTimes {
    private static final Path PROC = Path.of("/proc");
    private static final long KERNEL_THREADS = 2;
    private static final long INIT = 1;
    /** The unit of these times has been 1/100 s on every Linux of the last decades. */
    private static final double TICKS_A_SECOND = 100;

    private final Map<Long, ProcessTime> byPid;

    ProcessTimes(Collection<ProcessTime> processes) {
        byPid = new HashMap<>();
        processes.forEach(process -> byPid.put(process.pid(), process));
    }

    public static boolean known() {
        return Files.exists(PROC.resolve("self/stat"));
    }

    /** All processes now; nothing where there is no such file system. */
    public static ProcessTimes now() {
        var found = new HashSet<ProcessTime>();
        if (known()) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
                for (var entry : entries) read(entry).ifPresent(found::add);
            } catch (IOException unreadable) {
                return new ProcessTimes(Set.of());
            }
        }
        return new ProcessTimes(found);
    }

    private static Optional<ProcessTime> read(Path process) {
        try {
            return Optional.of(
                    ProcessTime.parse(Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1)));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Seconds that these processes and all below them have used. */
    public double secondsOf(Collection<Long> roots) {
        var inside = trees(roots);
        return byPid.values().stream()
                        .filter(process -> inside.contains(process.pid()))
                        .mapToLong(ProcessTime::withEndedChildren)
                        .sum()
                / TICKS_A_SECOND;
    }

    /** Seconds that all other processes have used, the kernel's own threads left out. */
    public double secondsOutside(Collection<Long> roots) {
        var inside = trees(roots);
        return byPid.values().stream()
                        .filter(process -> !inside.contains(process.pid()))
                        .filter(process -> process.pid() != KERNEL_THREADS && process.parent() != KERNEL_THREADS)
                        .mapToLong(process -> process.pid() == INIT ? process.own() : process.withEndedChildren())
                        .sum()
                / TICKS_A_SECOND;
    }

    private Set<Long> trees(Collection<Long> roots) {
        var inside = new HashSet<Long>();
        for (var pid : byPid.keySet()) {
            var at = pid;
            while (byPid.containsKey(at) && !roots.contains(at))
                at = byPid.get(at).parent();
            if (roots.contains(at)) inside.add(pid);
        }
        return inside;
    }
}
