package io.stageline.cli.log;

import picocli.CommandLine.Command;

/** {@code log}: what an operator may ask of the event log. */
@Command(
        name = "log",
        description = "Verifies the event log.",
        subcommands = VerifyCommand.class,
        synopsisSubcommandLabel = "(verify)")
public final class LogCommand {}
