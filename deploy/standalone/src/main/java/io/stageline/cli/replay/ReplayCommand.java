package io.stageline.cli.replay;

import picocli.CommandLine.Command;

/** {@code replay}: what an operator may do with the generations of the read models. */
@Command(
        name = "replay",
        description = {
            "Builds a read model anew beside the one that readers see, proves it, shows it, and goes back.",
            "PROJECTION is grid, or all; a generation of it is named like grid@3."
        },
        subcommands = {
            PlanCommand.class,
            RunCommand.class,
            StatusCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            VerifyCommand.class,
            DiffCommand.class,
            PromoteCommand.class,
            RollbackCommand.class,
            DropCommand.class,
            ParkedCommand.class
        },
        synopsisSubcommandLabel =
                "(plan | run | status | pause | resume | verify | diff | promote | rollback | drop | parked)")
public final class ReplayCommand {}
