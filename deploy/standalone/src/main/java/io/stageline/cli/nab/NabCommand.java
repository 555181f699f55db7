package io.stageline.cli.nab;

import io.stageline.alert.automation.DetectorMethod;
import io.stageline.cli.Console;
import io.stageline.standalone.Refusal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nab}: runs the detectors over the benchmark and tells their scores; nothing is stored. */
@Command(
        name = "nab",
        description = {
            "Scores the anomaly detectors on the Numenta Anomaly Benchmark: DIR holds its labels/ and data/.",
            "Series whose file is missing are left out. The same folder gives the same numbers every time."
        },
        sortOptions = false)
public final class NabCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The folder with labels/combined_windows.json and data/.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Option(names = "--detector", paramLabel = "X", description = "Only this detector; may be repeated.")
    private List<String> detectors = new ArrayList<>();

    @Option(names = "--curve", description = "Also tell the scores over the thresholds.")
    private boolean curve;

    @Option(names = "--json", description = "Tell the result as one JSON object.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        Console console = Console.of(spec);
        List<DetectorMethod> methods = methods();
        List<Series> series = NabFolder.read(folder);
        List<Outcome> outcomes;
        try (NabWatch watch = new NabWatch(console, methods.size() * (long) Series.rows(series))) {
            outcomes = Outcome.all(methods, series, watch);
        }
        if (json) console.say(NabJson.of(series, outcomes, curve));
        else NabText.lines(series, outcomes, curve).forEach(console::say);
        return 0;
    }

    private List<DetectorMethod> methods() {
        try {
            return Outcome.methods(detectors);
        } catch (IllegalArgumentException unknown) {
            throw Refusal.wrongUse(String.valueOf(unknown.getMessage()));
        }
    }
}
