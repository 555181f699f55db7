package io.stageline.cli;

import io.stageline.cli.demo.Demo;
import io.stageline.standalone.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: a server with a year of invented data, and three questions to ask it. */
@Command(
        name = "demo",
        description = "Runs the server and, when it has no journals yet, fills it with invented data.",
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {
    @Mixin
    private DataOptions data = new DataOptions();

    @Option(names = "--port", defaultValue = "8080", description = "Port of the HTTP API, 0 for any (default: 8080).")
    private int port;

    @Option(names = "--seed", defaultValue = "42", description = "Same seed, same data (default: 42).")
    private long seed;

    @Option(names = "--contacts", defaultValue = "2000", description = "Contacts in all (default: 2000).")
    private int contacts;

    @Option(names = "--journals", defaultValue = "12", description = "Journals in all (default: 12).")
    private int journals;

    @Option(
            names = "--stop-when-ready",
            hidden = true,
            description = "For the launcher, which trains its class archive.")
    private boolean stopWhenReady;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, IOException {
        Console console = Console.of(spec);
        RunningServer running = RunningServer.start(data.settings(port), console);
        Server server = running.server();
        String key = Files.readString(server.adminKey()).strip();
        Demo demo = new Demo(new Api(server.url(), key), seed, Clock.systemUTC().instant());
        introduce(console, server, outcome(demo, server.adminKey().resolveSibling("demo.pending")));
        if (!stopWhenReady) running.await();
        return 0;
    }

    /** The mark tells a demo that was killed half-way, and is gone on, from journals of somebody's own. */
    private Demo.Outcome outcome(Demo demo, Path mark) throws IOException {
        Demo.Outcome present = demo.present();
        if (present != null && !Files.exists(mark)) return present;
        Files.writeString(mark, "");
        Demo.Outcome filled = demo.fill(contacts, journals);
        Files.delete(mark);
        return filled;
    }

    private static void introduce(Console console, Server server, Demo.Outcome outcome) {
        console.say(
                outcome.created()
                        ? "Demo data: %,d contacts, %,d stage events, %,d decisions"
                                .formatted(outcome.contacts(), outcome.stageEvents(), outcome.decisions())
                        : "There are journals already: nothing was added");
        console.say("Stageline listens on %s".formatted(server.url()));
        console.say("The admin key lies in %s".formatted(server.adminKey()));
        console.say("Ask it:");
        String journal = "/v1/journals/" + outcome.journalId();
        for (String path : new String[] {"/v1/journals", journal + "/grid?limit=5", journal + "/report"}) {
            console.say("  curl -s -H \"Authorization: Bearer $(cat '%s')\" '%s%s'"
                    .formatted(server.adminKey(), server.url(), path));
        }
        console.say("Ctrl-C stops it.");
    }
}
