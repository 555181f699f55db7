package io.stageline.standalone;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL's own programs, unpacked where only the owner of the data directory can write. */
record PostgresBinaries(Path unpacked, Path log) implements PgBinaryResolver {

    /** The packed programs; unpacked once a directory, because the library remembers who asked. */
    @Override
    public InputStream getPgBinary(String system, String machine) throws IOException {
        return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
    }

    /** Runs one program to its end; its output goes to the database's log. */
    void run(String program, String input, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(find(program).toString());
        command.addAll(arguments);
        ProcessBuilder.Redirect toLog = ProcessBuilder.Redirect.appendTo(log.toFile());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(toLog)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        int exit = await(process);
        if (exit != 0) {
            throw new IOException("%s ended with %d; its reasons are in %s".formatted(program, exit, log));
        }
    }

    /** Runs one program on a database directory. */
    void run(String program, Path cluster, List<String> arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-D", cluster.toString()));
        all.addAll(arguments);
        run(program, "", all);
    }

    private Path find(String program) throws IOException {
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(unpacked, "PG-*")) {
            for (Path version : versions) {
                return version.resolve("bin").resolve(program);
            }
        }
        throw new IOException("PostgreSQL is not unpacked in " + unpacked);
    }

    private static int await(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException interrupted) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", interrupted);
        }
    }
}
