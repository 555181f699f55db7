package io.stageline.projection.admin;

import io.stageline.http.Caller;
import io.stageline.projection.Generation;
import io.stageline.projection.Switching.NotNow;
import io.stageline.projection.bulk.ReplayLock.Held;
import io.stageline.projection.parked.TooManyFailed;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refused;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is not possible now, as a refusal or as the code of a job that failed; never what a database says. */
final class Failures {
    private Failures() {}

    /** Somebody else is at work on the projection; who, is told only to whom that one belongs. */
    static Refused atWork(Held held, Caller caller, boolean ofItsTenant) {
        var own = ofItsTenant || held.holder().startsWith(Requests.actor(caller));
        return Code.REPLAY_RUNNING
                .because("A replay of this projection is at work; wait until it has ended, or pause it.")
                .with("holder", own ? held.holder() : "another one of this installation")
                .asException();
    }

    /** The generation is not in a state that allows it. */
    static Refused state(Generation generation, String because) {
        return Code.GENERATION_STATE
                .because(because)
                .with("state", generation.state().name().toLowerCase(Locale.ROOT))
                .asException();
    }

    static Refused notNow(NotNow refused) {
        var refusal = Code.GENERATION_STATE.because(refused.reason());
        return (refused.behind() == 0 ? refusal : refusal.with("behind", refused.behind())).asException();
    }

    /** Why a job failed, in one word. */
    static String code(Throwable failed) {
        if (failed instanceof TooManyFailed) return "unreadable-event";
        if (failed instanceof NotNow) return Code.GENERATION_STATE.wire();
        if (failed instanceof Refused refused) return refused.refusal().code().wire();
        return Stream.iterate(failed, Objects::nonNull, Throwable::getCause).anyMatch(SQLException.class::isInstance)
                ? "database"
                : "internal";
    }

    /** The kinds of failure, from the one that was seen to its cause, without what they say. */
    static String told(Throwable failed) {
        return Stream.iterate(failed, Objects::nonNull, Throwable::getCause)
                .map(cause -> cause.getClass().getSimpleName()
                        + (cause instanceof SQLException sql ? " " + sql.getSQLState() : ""))
                .collect(Collectors.joining(" <- "));
    }
}
