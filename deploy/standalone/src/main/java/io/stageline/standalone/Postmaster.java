package io.stageline.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The database server of a data directory as a process: found by its pid file, touched only when it is surely ours. */
final class Postmaster {
    private final PostgresBinaries binaries;
    private final Path cluster;

    Postmaster(PostgresBinaries binaries, Path cluster) {
        this.binaries = binaries;
        this.cluster = cluster;
    }

    /** Whether it is there, starting and recovering included. */
    boolean isRunning() {
        try {
            return running().isPresent();
        } catch (IOException | RuntimeException half) {
            return false; // a pid file that comes or goes just now; the next look tells
        }
    }

    /** Ends the one that a killed process left behind, with its sessions; what it had committed stays committed. */
    void end() throws IOException {
        if (!Files.exists(pidFile())) return;
        if (running().isPresent()) pgCtl("-m", "fast", "-t", "8", "-w", "stop");
        else Files.deleteIfExists(pidFile());
    }

    /** Starts it with the options, and on the port, of its last start; gives back when it has recovered. */
    void startAgain() throws IOException {
        if (!isRunning()) Files.deleteIfExists(pidFile());
        pgCtl("-t", "60", "-w", "restart");
    }

    private void pgCtl(String... arguments) throws IOException {
        binaries.run("pg_ctl", cluster, List.of(arguments));
    }

    private Path pidFile() {
        return cluster.resolve("postmaster.pid");
    }

    private Optional<ProcessHandle> running() throws IOException {
        if (!Files.exists(pidFile())) return Optional.empty();
        List<String> lines = Files.readAllLines(pidFile());
        if (lines.isEmpty()) return Optional.empty();
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(this::isOurs);
    }

    /** A pid is used again after a reboot: only a server with this very data directory on its command line is ours. */
    private boolean isOurs(ProcessHandle process) {
        String command = process.info().commandLine().orElse("");
        return command.contains("postgres") && command.contains(cluster.toString());
    }
}
