package io.stageline.bench;

import io.stageline.bench.database.Sql;
import io.stageline.bench.frame.House;
import io.stageline.bench.frame.Plan;
import io.stageline.bench.frame.Rounds;
import io.stageline.bench.frame.Row;
import io.stageline.bench.host.Guard;
import io.stageline.bench.host.Machine;
import io.stageline.bench.host.ProcessTimes;
import io.stageline.bench.report.Results;
import io.stageline.bench.report.RowReport;
import io.stageline.bench.report.Terminal;
import io.stageline.bench.rows.Rows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./stageline bench}: how fast it is, as ratios against named limits that are measured in the same run. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures how fast Stageline is: each row runs its sides in turn and tells the median and the range"
                        + " of their ratios.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:measured, but not all of it published: the machine was busy", "2:wrong use"})
public final class Bench implements Callable<Integer> {
    private static final int NOT_PUBLISHED = 1;

    @Parameters(arity = "0..*", paramLabel = "ROW", description = "Rows to measure, such as P1 P5 (default: all).")
    private List<String> names = new ArrayList<>();

    @Option(names = "--rounds", defaultValue = "5", paramLabel = "N", description = "Rounds (default: 5).")
    private int rounds;

    @Option(
            names = "--seconds",
            defaultValue = "30",
            paramLabel = "N",
            description = "How long each side works in each round (default: 30).")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "20",
            paramLabel = "N",
            description = "How long each side works before the first round (default: 20).")
    private int warmUp;

    @Option(names = "--full", description = "P4 and P8 with 10 million events instead of 1 million.")
    private boolean full;

    @Option(
            names = "--events",
            defaultValue = "0",
            paramLabel = "N",
            description = "P4 with so many events (default: 1 million, with --full 10 million).")
    private long events;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "Where the loan log bpic2012.csv.gz lies, for P14 (default: what -Dstageline.data says).")
    private @Nullable Path data;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where the numbers and the picture go (default: benchmarks/target/results).")
    private @Nullable Path out;

    @Option(
            names = "--publish",
            description = "Keep each row in benchmarks/results and the README, unless anything else used the machine.")
    private boolean publish;

    @Option(names = "--list", description = "Say what the rows ask, and measure nothing.")
    private boolean list;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() {
        var rows = rows();
        if (list) {
            rows.forEach(row -> System.out.println("%-6s %s".formatted(row.name(), row.question())));
            return 0;
        }
        if (publish && out != null) throw wrong("what is published lies in benchmarks/results: leave out --out");
        if (publish && !ProcessTimes.known())
            throw wrong("--publish needs /proc, to know that nothing else was running");
        if (rounds < 1 || seconds < 1) throw wrong("--rounds and --seconds are at least 1");
        if (events < 0) throw wrong("--events is a number of events");
        return measure(rows, new Results(Launcher.root(), out, publish)) ? 0 : NOT_PUBLISHED;
    }

    private List<Row> rows() {
        var known = Rows.all(full, events);
        var wanted = names.stream().map(name -> row(known, name)).toList();
        return wanted.isEmpty() ? known : wanted;
    }

    private Row row(List<Row> known, String name) {
        return known.stream()
                .filter(row -> row.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> wrong("unknown row " + name + "; known are "
                        + String.join(", ", known.stream().map(Row::name).toList())));
    }

    private ParameterException wrong(String why) {
        return new ParameterException(spec.commandLine(), why);
    }

    /** Whether every row was published if that was wanted. */
    private boolean measure(List<Row> rows, Results results) {
        var machine = Machine.here(Launcher.root());
        var plan = new Plan(rounds, Duration.ofSeconds(seconds), Duration.ofSeconds(warmUp));
        var house = new House(work(), data(), full);
        Runtime.getRuntime().addShutdownHook(new Thread(house::close));
        var published = true;
        try (house) {
            for (var row : rows) {
                var missing = row.missing(house);
                if (missing.isEmpty()) published &= results.keep(measure(row, house, plan, machine));
                else System.out.println(row.name() + "  skipped: " + missing);
            }
        }
        return published;
    }

    private static RowReport measure(Row row, House house, Plan plan, Machine machine) {
        var began = Instant.now();
        var result = new Rounds(plan, new Guard(), System.out).run(row, house);
        var settings = Sql.settings(house.product().database());
        var report = RowReport.of(result, began, machine, plan, settings);
        Terminal.print(report, System.out);
        return report;
    }

    private static Path work() {
        return Launcher.root()
                .resolve("benchmarks/target/work-" + ProcessHandle.current().pid());
    }

    private @Nullable Path data() {
        var property = System.getProperty("stageline.data", "");
        return data != null || property.isEmpty() ? data : Path.of(property);
    }
}
