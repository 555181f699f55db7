package io.stageline.cli.log;

import io.stageline.cli.Console;
import io.stageline.cli.DataOptions;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.verify.LogVerification;
import io.stageline.eventlog.verify.Report;
import io.stageline.standalone.ReachedDatabase;
import io.stageline.standalone.Refusal;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code log verify}: reads every event and tells whatever is wrong. */
@Command(
        name = "verify",
        description = {
            "Reads every event of every log up to the present head, and checks positions, versions, types, payloads,",
            "tenants, remembered answers, projections and grants. Works beside a running server and without one;",
            "changes nothing. Exit code 1 when something is wrong."
        })
final class VerifyCommand implements Callable<Integer> {
    private static final String UNDEFINED_TABLE = "42P01";

    @Mixin
    private DataOptions options = new DataOptions();

    @Option(names = "--json", description = "Tell the result as one JSON object.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Console console = Console.of(spec);
        Report report = verify(console);
        if (json) console.say(ReportText.json(report));
        else ReportText.lines(report).forEach(console::say);
        return report.sound() ? 0 : 1;
    }

    private Report verify(Console console) throws InterruptedException {
        try (ReachedDatabase database = ReachedDatabase.of(options.settings(0));
                VerifyWatch watch = new VerifyWatch(console)) {
            return new LogVerification(database.address().administrator(), new EventTypes()).run(watch);
        } catch (SQLException failed) {
            throw UNDEFINED_TABLE.equals(failed.getSQLState())
                    ? Refusal.wrongUse("There is no event log in this database")
                    : Refusal.unreachable("The database cannot be read: " + failed.getMessage());
        }
    }
}
