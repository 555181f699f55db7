package io.stageline.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files that rows leave, one for each, and a picture of all of them. Published ones stay in the checkout and make the
 * table of the README; what was measured while something else used the machine is marked, and never published.
 */
public final class Results {
    private static final String PICTURE = "rows.png";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path readme;
    private final Path published;
    private final Path folder;
    private final boolean publish;

    public Results(Path root, @Nullable Path folder, boolean publish) {
        this.readme = root.resolve("README.md");
        this.published = root.resolve("benchmarks/results");
        this.folder = folder == null ? root.resolve("benchmarks/target/results") : folder;
        this.publish = publish;
    }

    /** Keeps a row; whether it was published if that was wanted. */
    public boolean keep(RowReport row) {
        try {
            var isPublished = publish && !row.disturbed();
            var all = write(row, isPublished ? published : folder);
            if (isPublished) Files.writeString(readme, Markdown.into(Files.readString(readme), all));
            if (publish && !isPublished)
                System.err.println(row.name() + " is not published: something else used the machine");
            return isPublished == publish;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<RowReport> write(RowReport row, Path folder) throws IOException {
        Files.createDirectories(folder);
        var file = folder.resolve(row.name() + ".json");
        var whole = Files.writeString(folder.resolve(row.name() + ".tmp"), JSON.writeValueAsString(row) + "\n");
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        var all = all(folder);
        Chart.write(all, folder.resolve(PICTURE));
        System.out.println("written: " + file + ", " + PICTURE);
        return all;
    }

    /** The rows that are kept in a folder, in the order of their numbers. */
    static List<RowReport> all(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .map(file -> JSON.readValue(file, RowReport.class))
                    .sorted(Comparator.comparingInt(RowReport::number))
                    .toList();
        }
    }
}
