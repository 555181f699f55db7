package io.stageline.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.fault.Trap.Place;
import io.stageline.whole.Await;
import io.stageline.whole.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

/** A decision is its event and the stage event that goes with it: killed anywhere on the way, all of it is there or nothing. */
class KilledDecisionTest {
    private static final int KILLED = 137;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Path directory;
    private static ServerProcess server;

    @BeforeAll
    static void start(@TempDir Path temporary) {
        directory = temporary;
        server = ServerProcess.start(data());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void noTrapStays() {
        trap().takeAway();
    }

    /** The process goes: between two rows of its append, which the database finishes, or between its rows and their token. */
    @ParameterizedTest
    @EnumSource(names = {"DECISION_EVENT", "TOKEN"})
    void a_process_killed_at_each_fault_point_of_a_decision_leaves_all_of_it_or_nothing(Place place) {
        var decision = new OneDecision(server);
        var trap = trap();
        trap.killProcess(place, pid());
        var answer = decision.taken();
        assertThat(server.exitCode()).isEqualTo(KILLED);
        trap.takeAway();
        server = ServerProcess.start(data());
        decision.isWholeOrNothing(server, 1, answer);
    }

    /** A session of the database goes in the middle of its transaction, and with it all others. */
    @ParameterizedTest
    @EnumSource
    void a_session_killed_at_each_row_of_a_decision_leaves_all_of_it_or_nothing(Place place) {
        var decision = new OneDecision(server);
        var trap = trap();
        trap.killSession(place);
        var answer = decision.taken();
        Await.until("the session is dead", PATIENCE, trap::hasStruck);
        Await.until("the database is back", PATIENCE, () -> isTakenAway(trap));
        decision.isWholeOrNothing(server, place.isOfReadModels() ? 1 : 0, answer);
    }

    /** Before anything is sent to the database, and after its commit before anybody is told. */
    @ParameterizedTest
    @ValueSource(strings = {"appending", "committed"})
    void a_process_that_ends_before_or_after_the_append_leaves_nothing_or_all_of_it(String place) {
        server.terminate();
        server = ServerProcess.start(data(), "-Dstageline.fault=" + place + ":4");
        var decision = new OneDecision(server);
        assertThat(decision.taken()).as("nobody was answered").isNull();
        assertThat(server.exitCode()).isEqualTo(KILLED);
        server = ServerProcess.start(data());
        decision.isWholeOrNothing(server, place.equals("committed") ? 1 : 0, null);
    }

    private static Path data() {
        return directory.resolve("data");
    }

    private Trap trap() {
        return new Trap(server.administrator().database(), directory.resolve("struck-" + UUID.randomUUID()));
    }

    private static long pid() {
        var lock = server.administrator().read("lock");
        return Long.parseLong(lock.substring(0, lock.indexOf(' ')));
    }

    private static boolean isTakenAway(Trap trap) {
        try {
            trap.takeAway();
            return true;
        } catch (DataAccessException recovering) {
            return false;
        }
    }
}
