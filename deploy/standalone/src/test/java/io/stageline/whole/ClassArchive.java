package io.stageline.whole;

import io.stageline.cli.Stageline;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The classes of the command line, parsed once for all processes that the tests start: it halves the work of a start. */
final class ClassArchive {
    private static final Path FOLDER = Path.of("target", "class-archive").toAbsolutePath();
    private static final Path ARCHIVE = FOLDER.resolve("classes.jsa");
    private static final int TRAINED_WITHIN_SECONDS = 120;

    private ClassArchive() {}

    /** The options of a Java machine that name the classes and their archive. */
    static List<String> of(List<String> machine) {
        try {
            Files.createDirectories(FOLDER);
            try (var channel = FileChannel.open(
                            FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var alone = channel.lock()) {
                var classPath = jars();
                if (!Files.exists(ARCHIVE)) train(machine, classPath);
                return List.of(
                        "-XX:SharedArchiveFile=" + ARCHIVE, "-Xlog:cds=off", "-Xlog:cds+dynamic=off", "-cp", classPath);
            }
        } catch (IOException | InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Only jars can be archived, so folders become some; a class that is newer than its jar makes everything anew. */
    private static String jars() throws IOException {
        var jars = new ArrayList<Path>();
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            var path = Path.of(entry);
            if (path.endsWith("test-classes")) continue;
            jars.add(Files.isDirectory(path) ? jar(path, FOLDER.resolve(jars.size() + ".jar")) : path);
        }
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Path jar(Path folder, Path jar) throws IOException {
        if (Files.exists(jar)
                && newest(folder) <= Files.getLastModifiedTime(jar).toMillis()) return jar;
        Files.deleteIfExists(ARCHIVE);
        var tool = ToolProvider.findFirst("jar").orElseThrow();
        if (tool.run(System.out, System.err, "cf", jar.toString(), "-C", folder.toString(), ".") != 0)
            throw new IllegalStateException("no jar of " + folder);
        return jar;
    }

    private static long newest(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(file -> file.toFile().lastModified()).max().orElse(0);
        }
    }

    private static void train(List<String> machine, String classPath) throws IOException, InterruptedException {
        var data = Files.createTempDirectory(FOLDER, "trained-");
        var command = new ArrayList<>(machine);
        command.addAll(List.of("-XX:ArchiveClassesAtExit=" + ARCHIVE, "-Xlog:disable", "-cp", classPath));
        command.addAll(List.of(
                Stageline.class.getName(),
                "demo",
                "--data-dir",
                data.resolve("data").toString()));
        command.addAll(List.of("--port", "0", "--contacts", "5", "--journals", "1", "--stop-when-ready"));
        var said = FOLDER.resolve("training.log").toFile();
        var training = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said);
        training.environment().keySet().removeIf(name -> name.startsWith("STAGELINE_"));
        var process = training.start();
        if (!process.waitFor(TRAINED_WITHIN_SECONDS, TimeUnit.SECONDS) || !Files.exists(ARCHIVE)) {
            process.destroyForcibly();
            throw new IllegalStateException("no archive of the classes: " + Files.readString(said.toPath()));
        }
    }
}
