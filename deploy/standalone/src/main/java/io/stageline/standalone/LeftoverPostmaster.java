package io.stageline.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The database server that a killed process left behind: found by its pid file, ended only when it is surely ours. */
final class LeftoverPostmaster {
    private final PostgresBinaries binaries;
    private final Path cluster;

    LeftoverPostmaster(PostgresBinaries binaries, Path cluster) {
        this.binaries = binaries;
        this.cluster = cluster;
    }

    /** Ends it with its sessions; what it had committed stays committed. */
    void end() throws IOException {
        Path pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        if (running(pidFile).filter(this::isOurs).isPresent()) {
            binaries.run("pg_ctl", "", List.of("-D", cluster.toString(), "-m", "fast", "-t", "8", "-w", "stop"));
        } else {
            Files.deleteIfExists(pidFile);
        }
    }

    private static Optional<ProcessHandle> running(Path pidFile) throws IOException {
        List<String> lines = Files.readAllLines(pidFile);
        return lines.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
    }

    /** A pid is used again after a reboot: only a server with this very data directory on its command line is ours. */
    private boolean isOurs(ProcessHandle process) {
        String command = process.info().commandLine().orElse("");
        return command.contains("postgres") && command.contains(cluster.toString());
    }
}
