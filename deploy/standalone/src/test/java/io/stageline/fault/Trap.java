package io.stageline.fault;

import io.stageline.projection.Generations;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A row at which a process falls dead with SIGKILL, the first time that anybody comes to write it or to commit it. The
 * database itself kills, so the product knows nothing of it.
 */
record Trap(JdbcTemplate database, Path struck) {
    private static final String KILLER = """
            CREATE FUNCTION public.trap() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
            $$ BEGIN COPY (SELECT WHERE false) TO PROGRAM 'mkdir %s && kill -9 %s; true'; RETURN NEW; END $$""";
    private static final String AT_ROW =
            "CREATE TRIGGER trap BEFORE %s FOR EACH ROW WHEN (%s) EXECUTE FUNCTION public.trap()";
    private static final String AT_COMMIT = """
            CREATE CONSTRAINT TRIGGER trap AFTER %s DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW WHEN (%s) EXECUTE FUNCTION public.trap()""";
    private static final String TAKEN_AWAY = "DROP FUNCTION IF EXISTS public.trap CASCADE";
    /** The shell that the session starts. */
    private static final String ITS_SESSION = "$PPID";

    /** The rows of which the writing of a decision consists, and their two commits. */
    enum Place {
        STAGE_EVENT(AT_ROW, "INSERT ON stageline.event", "NEW.type = 'entry.stage-recorded/1'"),
        DECISION_EVENT(AT_ROW, "INSERT ON stageline.event", "NEW.type = 'entry.decision-taken/1'"),
        HEAD(AT_ROW, "UPDATE ON stageline.log_head", "true"),
        ANSWER(AT_ROW, "INSERT ON stageline.idempotency", "true"),
        COMMIT_OF_EVENTS(AT_COMMIT, "INSERT ON stageline.event", "true"),
        GRID_ROW(AT_ROW, "INSERT OR UPDATE ON " + grid("grid_row"), "NEW.decision_status = 'PLEDGED'"),
        HISTORY_LINE(AT_ROW, "INSERT ON " + grid("entry_event"), "true"),
        TOKEN(AT_ROW, "UPDATE OF token ON stageline.token_entry", "true"),
        COMMIT_OF_ROWS(AT_COMMIT, "INSERT ON " + grid("entry_event"), "true");

        private final String trigger;

        Place(String trigger, String write, String row) {
            this.trigger = trigger.formatted(write, row);
        }

        private static String grid(String table) {
            return Generations.liveSchema("grid") + "." + table;
        }

        /** Whether the events are committed before anybody comes here. */
        boolean isOfReadModels() {
            return ordinal() >= GRID_ROW.ordinal();
        }
    }

    void killSession(Place place) {
        set(place, ITS_SESSION);
    }

    void killProcess(Place place, long pid) {
        set(place, Long.toString(pid));
    }

    private void set(Place place, String victim) {
        database.execute(KILLER.formatted(struck, victim));
        database.execute(place.trigger);
    }

    boolean hasStruck() {
        return Files.exists(struck);
    }

    void takeAway() {
        database.execute(TAKEN_AWAY);
    }
}
