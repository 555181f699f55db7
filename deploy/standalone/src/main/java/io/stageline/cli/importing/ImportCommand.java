package io.stageline.cli.importing;

import io.stageline.cli.Console;
import io.stageline.cli.ServerOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code import}: a file of stage events goes in; running it twice, also after a kill, changes nothing. */
@Command(
        name = "import",
        description = "Imports a CSV or XES file: each row is one stage event. Running it again changes nothing.",
        sortOptions = false)
public final class ImportCommand implements Callable<Integer> {
    private static final int SOME_REFUSED = 1;

    @Mixin
    private ImportOptions options = new ImportOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Console console = Console.of(spec);
        try (Refused refused = new Refused(options.refusedList())) {
            return options.dryRun ? dryRun(console, refused) : run(console, refused);
        }
    }

    private int run(Console console, Refused refused) throws IOException {
        ImportReport report;
        try (Watch watch = new Watch(console)) {
            report = new Importer(options, server.api(), refused, watch).run();
        }
        report.print(console, options.json);
        return report.complete() ? 0 : SOME_REFUSED;
    }

    private int dryRun(Console console, Refused refused) throws IOException {
        Survey survey;
        try (RowSource source = options.open()) {
            survey = Survey.of(source, options.decisions.keySet(), refused);
        }
        survey.print(console, refused, options.json);
        return refused.count() == 0 ? 0 : SOME_REFUSED;
    }
}
