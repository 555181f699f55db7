package io.stageline.fault;

import io.stageline.whole.Await;
import io.stageline.whole.LogChecks;
import io.stageline.whole.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.springframework.dao.DataAccessException;
import org.springframework.util.FileSystemUtils;

/** Clients write, something dies, everything comes back, the checker looks; again and again. */
final class CrashRun implements AutoCloseable {
    private static final int CUSTOMERS = 3;
    private static final int CLIENTS = 6;
    private static final int KILLS_BETWEEN_FOLDS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path directory;
    private final Random random;
    private final PrintStream out;
    private final int port = freePort();
    private final CrashReport report;
    private final Load load;
    private ServerProcess server;

    CrashRun(Path directory, long seed, PrintStream out) {
        this.directory = directory;
        this.random = new Random(seed);
        this.out = out;
        server = start();
        load = new Load(server.url(), server.administrator(), CUSTOMERS, seed);
        report = new CrashReport(seed, load.ledger());
        load.start(CLIENTS);
    }

    /** Strikes so many times, or until the time is over. */
    CrashReport run(int kills, Duration atMost) throws IOException, SQLException {
        var end = System.nanoTime() + atMost.toNanos();
        while (report.kills() < kills && System.nanoTime() < end) {
            round(Customer.any(List.of(Fault.values()), random));
            if (report.killsSinceFold() >= KILLS_BETWEEN_FOLDS) fold();
        }
        fold();
        return report;
    }

    private void round(Fault fault) {
        load.resume();
        var enough = load.ledger().acknowledged() + 10 + random.nextInt(200);
        Await.until("enough is answered", PATIENCE, () -> load.ledger().acknowledged() >= enough);
        strike(fault);
        // Twice in a row: the second time it may be in the middle of its recovery.
        if (!fault.endsApplication() && random.nextInt(4) == 0) strike(Fault.POSTMASTER_KILLED);
        load.pause();
        Await.until("the database takes connections", PATIENCE, this::databaseAnswers);
        report.found(new Checker(server.administrator().database(), load.ledger()).check());
        out.println(report.progress(fault));
    }

    private void strike(Fault fault) {
        var struck = System.nanoTime();
        var postmaster = server.administrator().postmasterProcess();
        fault.strike(server, random);
        if (fault.endsApplication()) server = start();
        var back = fault.endsDatabase() ? whenReplaced(postmaster) : struck;
        Await.until(
                "writes are answered again",
                PATIENCE,
                () -> load.ledger().lastGrantedWasSentAt() > struck
                        && load.ledger().lastGrantedAt() > back);
        report.struck(fault, Duration.ofNanos(System.nanoTime() - struck));
    }

    /** A write may have been answered just before the crash of a session made the others end. */
    private boolean databaseAnswers() {
        try {
            return new LogChecks(server.administrator().database()).head() > 0;
        } catch (DataAccessException recovering) {
            return false;
        }
    }

    private long whenReplaced(ProcessHandle postmaster) {
        var administrator = server.administrator();
        Await.until(
                "there is a new database server",
                PATIENCE,
                () -> administrator.hasPostmaster()
                        && administrator.postmasterProcess().pid() != postmaster.pid());
        return System.nanoTime();
    }

    private void fold() throws IOException, SQLException {
        new LogChecks(server.administrator().database()).projectionsReachTheHead();
        var copy = directory.resolve("copy-" + report.kills());
        try (var refold = Refold.of(server.administrator(), copy)) {
            report.folded(refold.differences());
            out.println(report.foldProgress());
        }
        FileSystemUtils.deleteRecursively(copy);
    }

    private ServerProcess start() {
        return ServerProcess.start(directory.resolve("data"), "--port", Integer.toString(port));
    }

    /** Below the ports that connections get by chance, so that it is free again after each start. */
    private static int freePort() {
        return new Random()
                .ints(15_000, 30_000)
                .filter(CrashRun::isFree)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    @Override
    public void close() {
        load.close();
        server.close();
    }
}
