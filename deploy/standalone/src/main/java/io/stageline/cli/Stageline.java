package io.stageline.cli;

import io.stageline.cli.importing.ImportCommand;
import io.stageline.cli.log.LogCommand;
import io.stageline.cli.nab.NabCommand;
import io.stageline.cli.replay.ReplayCommand;
import io.stageline.standalone.Refusal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The command line: one word each for running it, filling it and opening it to others. */
@Command(
        name = "stageline",
        description = {
            "Tracks people through the stages of a pipeline; every stage, decision and alert is kept.",
            "Besides the commands below there is bench, which measures: ./stageline bench --help."
        },
        subcommands = {
            BacktestCommand.class,
            ServeCommand.class,
            DemoCommand.class,
            ImportCommand.class,
            KeysCommand.class,
            LogCommand.class,
            NabCommand.class,
            ReplayCommand.class
        },
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Stageline.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:differences found or lines refused",
            "2:wrong use",
            "3:refused: already running",
            "4:database or server not reachable"
        })
public final class Stageline {
    private static final int WRONG_USE = 2;

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs one command to its end and gives back its exit code. */
    public static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Stageline());
        line.setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    private static int explain(Exception failure, CommandLine command) {
        Console console = Console.of(command.getCommandSpec());
        if (failure instanceof Refusal refusal) {
            console.note(String.valueOf(refusal.getMessage()));
            return refusal.exitCode();
        }
        console.note("stageline " + command.getCommandName() + " failed: " + failure);
        if (Boolean.getBoolean("stageline.trace")) failure.printStackTrace(console.err());
        return failure instanceof IllegalStateException ? Refusal.UNREACHABLE : WRONG_USE;
    }

    /** The version as the build names it. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Stageline.class.getPackage().getImplementationVersion();
            return new String[] {"stageline " + (version == null ? "(unpacked)" : version)};
        }
    }
}
