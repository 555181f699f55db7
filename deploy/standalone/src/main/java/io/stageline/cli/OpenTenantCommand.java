package io.stageline.cli;

import io.stageline.standalone.TenantOpening;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keys open-tenant}: a further customer of the installation, opened by its operator. */
@Command(
        name = "open-tenant",
        description = "Opens a tenant and prints a new admin key of it; works beside a running server and without one.")
final class OpenTenantCommand implements Callable<Integer> {
    @Mixin
    private DataOptions options = new DataOptions();

    @Parameters(paramLabel = "NAME", description = "Name of the tenant.")
    private String name = "";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        Console.of(spec).say(TenantOpening.open(options.settings(0), name));
        return 0;
    }
}
