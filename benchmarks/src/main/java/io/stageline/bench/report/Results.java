package io.stageline.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The files that a run leaves. What was measured on a busy machine is kept and marked, but never published. */
public final class Results {
    private final Path readme;
    private final Path folder;

    public Results(Path root, @Nullable Path folder) {
        this.readme = root.resolve("README.md");
        this.folder = folder == null ? root.resolve("benchmarks/results") : folder;
    }

    /** Writes the numbers and the picture; publishes if wanted, and says whether all that was wanted was done. */
    public boolean write(Report report, boolean publish) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("latest.json"), Json.of(report));
            Chart.write(report, folder.resolve("latest.png"));
            System.out.println("written: " + folder.resolve("latest.json") + ", latest.png");
            if (!publish) return true;
            if (report.busy()) System.err.println("not published: the machine was busy with something else");
            else Files.writeString(readme, Markdown.into(Files.readString(readme), report));
            return !report.busy();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
