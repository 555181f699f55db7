package io.stageline.whole;

import io.stageline.cli.Stageline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command line in a Java machine of its own, so that it can be killed; what it says goes to a file. */
public record CommandLineProcess(Process process, Path said) {
    /** The small compiler and collector start faster, and these processes live for seconds. */
    private static final List<String> OPTIONS =
            List.of("-Xmx384m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true");
    /** Unpacked once for all databases of the tests. */
    private static final String PROGRAMS = "stageline.postgres-programs";

    private static final List<String> MACHINE = machine();
    private static final List<String> CLASSES = ClassArchive.of(MACHINE);

    private static List<String> machine() {
        var machine = new ArrayList<String>();
        machine.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        machine.addAll(OPTIONS);
        machine.add("-D%1$s=%2$s".formatted(PROGRAMS, System.getProperty(PROGRAMS, "")));
        return List.copyOf(machine);
    }

    /** Words that begin with -D or -X are for the Java machine. */
    public static CommandLineProcess start(Path workingDirectory, String... arguments) {
        var command = new ArrayList<>(MACHINE);
        command.addAll(
                Stream.of(arguments).filter(CommandLineProcess::isForJava).toList());
        command.addAll(CLASSES);
        command.add(Stageline.class.getName());
        command.addAll(Stream.of(arguments).filter(word -> !isForJava(word)).toList());
        var builder = new ProcessBuilder(command).directory(workingDirectory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("STAGELINE_"));
        try {
            var said = Files.createTempFile(workingDirectory, arguments[0] + "-", ".txt");
            builder.redirectErrorStream(true).redirectOutput(said.toFile());
            return new CommandLineProcess(builder.start(), said);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static boolean isForJava(String word) {
        return word.startsWith("-D") || word.startsWith("-X");
    }

    /** Waits for its end and gives back the exit code. */
    public int exitCode(Duration patience) {
        try {
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) return process.exitValue();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
        process.destroyForcibly();
        throw new AssertionError("still running after " + patience + ":\n" + text());
    }

    /** SIGKILL; gives back when the process is gone. */
    public void kill() {
        process.destroyForcibly();
        exitCode(Duration.ofSeconds(20));
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public String text() {
        try {
            return Files.readString(said);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
