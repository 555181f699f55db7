package io.stageline.cli.importing;

import io.stageline.standalone.Refusal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What to import, into which journal, and which column means what. */
public final class ImportOptions {
    enum Format {
        csv,
        xes
    }

    @Parameters(paramLabel = "FILE", description = "The file, plain or .gz; each row is one stage event.")
    Path file = Path.of("");

    @Option(names = "--journal", required = true, description = "Name of the journal; it is created when missing.")
    String journal = "";

    @Option(names = "--format", description = "csv or xes (default: by the file's name).")
    @Nullable Format format;

    @Option(names = "--case", description = "Column that names the contact (XES: case:concept:name).")
    @Nullable String contact;

    @Option(names = "--stage", description = "Column of the stage (XES: concept:name).")
    @Nullable String stage;

    @Option(names = "--time", description = "Column of the time, with its offset (XES: time:timestamp).")
    @Nullable String time;

    @Option(names = "--amount", description = "Column of the amount of decisions.")
    @Nullable String amount;

    @Option(names = "--name", description = "Column of the contact's name (default: its case).")
    @Nullable String name;

    @Option(names = "--currency", defaultValue = "EUR", description = "Currency of the amounts (default: EUR).")
    String currency = "EUR";

    @Option(names = "--delimiter", defaultValue = ",", description = "Character between two values (default: ,).")
    char delimiter = ',';

    @Option(
            names = "--stages",
            split = ",",
            defaultValue = "auto",
            description = "The journal's stages in order, or auto: as they first appear in the file.")
    List<String> stages = List.of("auto");

    @Option(
            names = "--decision",
            split = ",",
            paramLabel = "STAGE=STATUS",
            description = "A row of this stage is a decision with this status.")
    Map<String, String> decisions = new LinkedHashMap<>();

    @Option(names = "--dry-run", description = "Read and report, send nothing.")
    boolean dryRun;

    @Option(names = "--json", description = "Print the report as JSON.")
    boolean json;

    boolean stagesAreAuto() {
        return stages.equals(List.of("auto"));
    }

    /** Opens the file once more from its front. */
    RowSource open() {
        boolean xes = format == null ? SourceFile.looksLikeXes(file) : format == Format.xes;
        return xes ? XesRows.open(file, columns(true)) : CsvRows.open(file, columns(false), delimiter);
    }

    Path refusedList() {
        return Path.of(file.getFileName() + ".refused.csv");
    }

    private Columns columns(boolean xes) {
        return Columns.of(
                chosen("--case", contact, xes, "case:concept:name"),
                chosen("--stage", stage, xes, "concept:name"),
                chosen("--time", time, xes, "time:timestamp"),
                amount,
                name);
    }

    private static String chosen(String option, @Nullable String column, boolean xes, String standard) {
        if (column != null) return column;
        if (xes) return standard;
        throw Refusal.wrongUse("A CSV file needs " + option + " COLUMN");
    }
}
