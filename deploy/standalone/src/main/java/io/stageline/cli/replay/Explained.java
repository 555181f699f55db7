package io.stageline.cli.replay;

import io.stageline.projection.bulk.ReplayLock.Held;
import io.stageline.standalone.Refusal;
import java.sql.SQLException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why a command was refused, in words that say what to do. */
final class Explained {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final Set<String> NOT_THERE = Set.of("42P01", "3F000");
    private static final Set<String> HELD_BY_OTHERS = Set.of("55P03", "40P01", "40001");
    private static final Set<String> NOT_LET_IN = Set.of("28P01", "28000");
    private static final Pattern SCHEMA = Pattern.compile("\\b([a-z]+)_v(\\d+)\\b");

    private Explained() {}

    static Refusal held(Held held) {
        var since = held.since() == null ? "" : " since " + TIME.format(held.since());
        return Refusal.alreadyRunning(
                "Refused: \"%s\" has been at work%s; see ./stageline replay status".formatted(held.holder(), since));
    }

    /** A generation by the name that the command line has for it. */
    static String inWords(String text) {
        return SCHEMA.matcher(text).replaceAll("$1@$2");
    }

    /** What the database says may hold values of rows, so only the state is told where it is not about the connection. */
    static Refusal database(Exception failed) {
        var cause = sql(failed);
        var state = cause == null || cause.getSQLState() == null ? "" : cause.getSQLState();
        if (NOT_THERE.contains(state))
            return Refusal.wrongUse("There are no generations in this database:"
                    + " start this version of ./stageline serve on it once");
        var message = cause == null ? "" : String.valueOf(cause.getMessage());
        if (NOT_LET_IN.contains(state))
            return Refusal.unreachable("The database does not let this user in: " + message);
        if (HELD_BY_OTHERS.contains(state))
            return Refusal.alreadyRunning("Refused: others hold what this needs, SQL state " + state
                    + "; nothing was changed after the last checkpoint: try it again");
        if (state.startsWith("08") || state.startsWith("57"))
            return Refusal.unreachable("The database cannot be reached: " + message);
        return Refusal.unreachable("The database refused to go on, SQL state " + state
                + "; nothing was changed after the last checkpoint");
    }

    static @Nullable SQLException sql(Throwable failed) {
        SQLException deepest = null;
        for (var cause = failed; cause != null; cause = cause.getCause())
            if (cause instanceof SQLException one && one.getSQLState() != null) deepest = one;
        return deepest;
    }
}
