package io.stageline.cli.replay;

import io.stageline.cli.Console;
import io.stageline.cli.DataOptions;
import io.stageline.projection.Switching.NotNow;
import io.stageline.projection.bulk.ReplayLock.Held;
import io.stageline.projection.parked.TooManyFailed;
import io.stageline.projection.parked.UnknownLetter;
import io.stageline.projection.verify.Verification.Apart;
import io.stageline.projection.verify.Verification.Overtaken;
import io.stageline.standalone.Refusal;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command on generations: it opens the installation, can be stopped at any time, and says why it did not do its work. */
abstract class ReplayTask implements Callable<Integer> {
    static final int DONE = 0;
    /** Differences were found, or something was parked or cannot be folded, or the work is not at its end. */
    static final int NOT_ALL_WELL = 1;

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(
            names = "--tenant",
            paramLabel = "NAME|ID",
            description = "Only the generation of this tenant, which the others do not see.")
    private @Nullable String tenant;

    @Option(names = "--json", description = "Tell the result as one JSON object, and progress as such lines beside it.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** The command's own work; gives back the exit code. */
    abstract int run(OpenReplay replay) throws SQLException, InterruptedException, Held;

    @Override
    public Integer call() throws InterruptedException {
        check();
        var console = Console.of(spec);
        try (var stop = new StopSignal(console);
                var replay = OpenReplay.of(data.settings(0), tenant, new Told(console, json), stop)) {
            return run(replay);
        } catch (Held held) {
            throw Explained.held(held);
        } catch (NotNow refused) {
            throw Refusal.wrongUse("Refused: " + Explained.inWords(refused.reason()));
        } catch (TooManyFailed failed) {
            console.note(Explained.inWords(String.valueOf(failed.getMessage())));
            return NOT_ALL_WELL;
        } catch (UnknownLetter | Apart refused) {
            throw Refusal.wrongUse("Refused: " + Explained.inWords(String.valueOf(refused.getMessage())));
        } catch (Overtaken refused) {
            throw Refusal.alreadyRunning("Refused: " + Explained.inWords(String.valueOf(refused.getMessage())));
        } catch (SQLException | DataAccessException failed) {
            throw Explained.database(failed);
        }
    }

    /** Refuses options that make no sense, before anything is opened. */
    void check() {}

    /** Where a command tells what came of it. */
    record Told(Console console, boolean json) {}
}
