package io.stageline.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.standalone.Refusal;
import io.stageline.standalone.Server;
import io.stageline.whole.Administrator;
import io.stageline.whole.Await;
import io.stageline.whole.Client;
import io.stageline.whole.LogChecks;
import io.stageline.whole.Seed;
import io.stageline.whole.ServerProcess;
import io.stageline.whole.SomeLogs;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * QUALITY F20: a replay that is killed anywhere goes on from its last checkpoint, and of two at once one is refused. The proof is
 * made with {@code -Dstageline.replay.kills=20}.
 */
@Timeout(900)
class ReplayKilledTest {
    private static final int KILLS = Integer.getInteger("stageline.replay.kills", 3);
    private static final int WORKS_AT_MOST_MILLIS = 4_000;
    private static final String CAP = "--rate=1000";

    @Test
    void killed_at_random_points_it_ends_in_the_same_checksum(@TempDir Path directory) throws Exception {
        var data = directory.resolve("data");
        try (var server = Server.start(SomeLogs.in(data))) {
            fill(server, data);
            var expected = ReplayProcess.checksum(ReplayProcess.run(data, 0, "verify", "grid@3", "--whole"));
            killAtRandom(data);
            var said = ReplayProcess.run(data, 0, "run", "grid", "--whole");
            assertThat(said).contains(" is verified: ", "0 differences");
            assertThat(ReplayProcess.checksum(said)).as(said).isEqualTo(expected);
        }
    }

    /** One that came to its end before it could be killed begins anew. */
    private static void killAtRandom(Path data) throws InterruptedException {
        var random = Seed.random(ReplayKilledTest.class);
        for (var kills = 0; kills < KILLS; ) {
            var replay = ReplayProcess.start(data, "run", "grid", CAP);
            Await.until("it is at work", ReplayProcess.PATIENCE, replay::hasBegun);
            if (replay.process().process().waitFor(random.nextInt(WORKS_AT_MOST_MILLIS), TimeUnit.MILLISECONDS)) {
                var built = replay.process().text().replaceAll("(?s).*?(grid@\\d+) is verified.*", "$1");
                ReplayProcess.run(data, 0, "drop", built);
            } else {
                replay.process().kill();
                kills++;
            }
        }
    }

    @Test
    void a_second_replay_is_refused_by_the_name_of_the_first(@TempDir Path directory) throws Exception {
        var data = directory.resolve("data");
        try (var server = Server.start(SomeLogs.in(data))) {
            fill(server, data);
            var first = ReplayProcess.start(data, "run", "grid", "--rate=20");
            Await.until("the first one is at work", ReplayProcess.PATIENCE, () -> isAtWork(data));
            var name = "replay run grid, pid " + first.process().process().pid();
            assertThat(ReplayProcess.run(data, Refusal.ALREADY_RUNNING, "run", "grid"))
                    .contains("Refused: \"" + name, "has been at work since", "./stageline replay status");
            first.process().kill();
            assertThat(ReplayProcess.run(data, 0, "status"))
                    .contains("ended without a word", "./stageline replay resume");
            assertThat(ReplayProcess.run(data, 0, "resume", "grid", "--rate=0")).contains("is verified");
        }
    }

    @Test
    void who_watches_is_told_again_until_ctrl_c(@TempDir Path directory) throws Exception {
        var data = directory.resolve("data");
        try (var server = Server.start(SomeLogs.in(data))) {
            var watch = ReplayProcess.start(data, "status", "grid", "--watch").process();
            Await.until(
                    "it is told twice",
                    ReplayProcess.PATIENCE,
                    () -> watch.text().split("grid@3 ", -1).length > 2);
            watch.process().destroy();
            assertThat(watch.exitCode(ReplayProcess.PATIENCE)).as(watch.text()).isEqualTo(1);
            assertThat(watch.text()).contains("stopping").doesNotContain("in the middle of a step");
        }
    }

    @Test
    void ctrl_c_stops_at_a_checkpoint_and_says_how_to_go_on(@TempDir Path directory) throws Exception {
        var data = directory.resolve("data");
        try (var server = Server.start(SomeLogs.in(data))) {
            fill(server, data);
            var replay = ReplayProcess.start(data, "run", "grid", "--rate=200");
            Await.until("it is at work", ReplayProcess.PATIENCE, () -> isAtWork(data));
            replay.process().process().destroy();
            assertThat(replay.process().exitCode(ReplayProcess.PATIENCE)).isEqualTo(1);
            assertThat(replay.process().text())
                    .contains("stopped at ", " events; go on with: ./stageline replay resume grid");
            assertThat(ReplayProcess.run(data, 0, "status")).contains("building", "paused");
            endsAtOnceAtTheSecondCtrlC(data);
            assertThat(ReplayProcess.run(data, 0, "resume", "grid", "--rate=0")).contains("is verified");
        }
    }

    private static void endsAtOnceAtTheSecondCtrlC(Path data) throws Exception {
        var replay = ReplayProcess.start(data, "resume", "grid", "--rate=200").process();
        Await.until("it is at work", ReplayProcess.PATIENCE, () -> isAtWork(data));
        try (var held = new Administrator(data).address().administrator().getConnection()) {
            held.setAutoCommit(false);
            held.createStatement().execute("SELECT FROM stageline.replay_job WHERE state = 'running' FOR UPDATE");
            replay.process().destroy();
            Await.until(
                    "it says so", ReplayProcess.PATIENCE, () -> replay.text().contains("Ctrl-C once more"));
            replay.process().destroy();
            assertThat(replay.exitCode(ReplayProcess.PATIENCE)).isEqualTo(1);
            assertThat(replay.text()).contains("ended at once; the last checkpoint holds: go on with ");
        }
    }

    @Test
    void without_a_server_a_killed_replay_goes_on_too(@TempDir Path directory) {
        var data = directory.resolve("data");
        try (var server = ServerProcess.start(data)) {
            ManyStages.of(server.client(), 50).goOn(10);
            new LogChecks(server.administrator().database()).projectionsReachTheHead();
            assertThat(server.terminate()).isZero();
        }
        var replay = ReplayProcess.start(data, "run", "grid", "--rate=200");
        Await.until("it is at work", ReplayProcess.PATIENCE, () -> replay.process()
                .text()
                .contains("folding"));
        replay.process().kill();
        assertThat(ReplayProcess.run(data, 0, "resume", "grid", "--promote")).contains("grid@4 is live");
        try (var server = ServerProcess.start(data)) {
            assertThat(server.client().get("/v1/journals").number("/total")).isEqualTo(1);
        }
    }

    private static boolean isAtWork(Path data) {
        return Boolean.TRUE.equals(new Administrator(data)
                .database()
                .queryForObject(
                        "SELECT EXISTS (SELECT FROM stageline.replay_job WHERE state = 'running' AND phase = 'folding')",
                        Boolean.class));
    }

    private static void fill(Server server, Path data) {
        var administrator = new Administrator(data);
        ManyStages.of(new Client(server.url(), administrator.adminKey()), 50).goOn(20);
        new LogChecks(administrator.database()).projectionsReachTheHead();
    }
}
