package io.stageline.cli;

import io.stageline.standalone.Role;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code serve}: the server in the foreground, until Ctrl-C. */
@Command(
        name = "serve",
        description = "Runs the server with its database until Ctrl-C or SIGTERM.",
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private DataOptions data = new DataOptions();

    @Option(names = "--port", defaultValue = "8080", description = "Port of the HTTP API, 0 for any (default: 8080).")
    private int port;

    @Option(
            names = "--logs",
            paramLabel = "1..64",
            description = "Logs of a new installation; its tenants are spread over them (default: 1). Fixed for ever.")
    private @Nullable Integer logs;

    @Option(
            names = "--roles",
            split = ",",
            paramLabel = "ROLE",
            description = "What this process does, of write,project,query (default: all); others do the rest on the"
                    + " same --database-url.")
    private Set<Role> roles = EnumSet.allOf(Role.class);

    @Option(
            names = "--repair-drift",
            description = "Repairs rows of the read models that are found to differ from the log; without it they are"
                    + " only counted and logged.")
    private boolean repairDrift;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Console console = Console.of(spec);
        RunningServer running = RunningServer.start(data.settings(port, logs, roles, repairDrift), console);
        console.say("Stageline listens on %s, the admin key lies in %s"
                .formatted(running.server().url(), running.server().adminKey()));
        running.await();
        return 0;
    }
}
