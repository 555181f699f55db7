package io.stageline.cli.importing;

import io.stageline.cli.Console;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines that did not make it: the first ones for the screen, all of them in a file beside the work. */
final class Refused implements AutoCloseable {
    static final int ON_SCREEN = 20;

    /** One line that was refused, by whom the code says. */
    record Line(long line, String code, String detail) {}

    private final @Nullable Path list;
    private final List<Line> first = new ArrayList<>();
    private @Nullable BufferedWriter writer;
    private long count;

    /** Nothing is written before the first refusal; the list of an earlier run is removed. */
    Refused(@Nullable Path list) {
        this.list = list;
        try {
            if (list != null) Files.deleteIfExists(list);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A list that only counts. */
    static Refused unlisted() {
        return new Refused(null);
    }

    synchronized void add(long line, String code, String detail) {
        count++;
        if (first.size() < ON_SCREEN) first.add(new Line(line, code, detail));
        if (list != null) write(list, line, code, detail);
    }

    private void write(Path list, long line, String code, String detail) {
        try {
            if (writer == null) {
                writer = Files.newBufferedWriter(list);
                writer.write("line,code,detail\n");
            }
            writer.write("%d,%s,\"%s\"%n".formatted(line, code, detail.replace("\"", "\"\"")));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    synchronized long count() {
        return count;
    }

    synchronized List<Line> first() {
        return List.copyOf(first);
    }

    /** The first lines and where the rest is to be found. */
    synchronized void print(Console console) {
        first.forEach(line -> console.say("line %d: %s (%s)".formatted(line.line(), line.detail(), line.code())));
        if (count > 0) console.say("all %,d refused lines: %s".formatted(count, list));
    }

    @Override
    public synchronized void close() {
        try {
            if (writer != null) writer.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
